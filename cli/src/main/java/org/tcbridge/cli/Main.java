package org.tcbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tcbridge.cli.inspect.ExpectedTask;
import org.tcbridge.cli.snapshot.MemoryChoice;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig.ConditionsBy;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.cache.CacheMode;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The program's entry point. */
public final class Main extends Command {
    /** By name, in the order in which the help lists them. */
    private static final Map<String, Supplier<Command>> COMMANDS = commands();

    private Main() {
        super("tcbridge", "Stands between any gdb and any GDB server, and shows the tasks of an RTOS as gdb threads.");
        examples(
                "  tcbridge demo",
                "        shows what it does; needs no gdb, no emulator and no hardware",
                "  tcbridge proxy --backend localhost:3333",
                "        stands before OpenOCD; then, in gdb: target remote localhost:4002",
                "  tcbridge threads --backend localhost:3333 --elf firmware.elf",
                "        prints the tasks once; docs/ci.md has more for scripts",
                "  tcbridge help proxy",
                "        shows the options of a command",
                "%nExit status: 0 done, 1 run-time failure, 2 usage");
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "no command: expected one of "
                        + spec.subcommands().values().stream()
                                .map(CommandLine::getCommandSpec)
                                .filter(command -> !command.usageMessage().hidden() && !command.helpCommand())
                                .map(CommandSpec::name)
                                .collect(Collectors.joining(", ")));
    }

    /**
     * Runs the program and ends the process.
     *
     * @param args the command line's arguments
     */
    public static void main(String[] args) {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(output, System.out.charset(), err, args));
    }

    /**
     * The exit status; what was printed and did not get out is a failure, unless nobody wants to read it any more ({@code head}
     * has its lines): that ends quietly, as other programs end then.
     */
    static int run(StandardOutput output, Charset charset, PrintWriter err, String... args) {
        PrintWriter out = new PrintWriter(output, true, charset);
        int status;
        try {
            status = commandLine(out, err, args).execute(args);
        } catch (OutOfMemoryError e) {
            err.println("tcbridge: out of memory: more than %d MiB are needed (-Xmx of java)"
                    .formatted(Runtime.getRuntime().maxMemory() >> 20));
            status = 1;
        }
        out.flush();
        if (output.readerIsGone()) {
            status = status == 0 ? StandardOutput.BROKEN_PIPE : status;
        } else if (output.failure().isPresent()) {
            err.println("tcbridge: standard output cannot be written: "
                    + output.failure().get());
            status = status == 0 ? 1 : status;
        }
        err.flush();
        return status;
    }

    /**
     * The program, as far as some arguments need it: a command that is not there costs nothing.
     *
     * @param args the command line's arguments
     */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
        Supplier<Command> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (named == null) {
            return commandLine(out, err);
        }
        Main program = new Main();
        program.add(named.get());
        return program.line(out, err);
    }

    /** The whole program with its output going to two writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Main program = new Main();
        COMMANDS.values().forEach(command -> program.add(command.get()));
        program.spec.addSubcommand("help", CommandSpec.forAnnotatedObject(new CommandLine.HelpCommand()));
        return program.line(out, err);
    }

    private CommandLine line(PrintWriter out, PrintWriter err) {
        return complete()
                .registerConverter(Path.class, checked(Main::file))
                .registerConverter(Integer.class, checked(Main::number))
                .registerConverter(HostPort.class, checked(HostPort::parse))
                .registerConverter(StepParked.class, checked(Main::stepParked))
                .registerConverter(ConditionsBy.class, checked(Main::conditionsBy))
                .registerConverter(CacheMode.class, checked(Main::cacheMode))
                .registerConverter(LogLevel.class, LogLevel::parse)
                .registerConverter(ExpectedTask.class, checked(ExpectedTask::parse))
                .registerConverter(MemoryChoice.class, checked(MemoryChoice::parse))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::failure);
    }

    private static Map<String, Supplier<Command>> commands() {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("proxy", ProxyCommand::new);
        commands.put("pipe", PipeCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("log", LogCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("plugins", PluginsCommand::new);
        commands.put("stacking", StackingCommand::new);
        commands.put("layout", LayoutCommand::new);
        commands.put("threads", ThreadsCommand::new);
        commands.put("snapshot", SnapshotCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("core", CoreCommand::new);
        commands.put("train", TrainCommand::new);
        return commands;
    }

    /** A converter of a parser that names what it cannot read. */
    private static <T> ITypeConverter<T> checked(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    /**
     * A file or folder.
     *
     * @throws IllegalArgumentException when the text names none; says why
     */
    static Path file(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'': expected the name of a file");
        }
        return Path.of(text);
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException when it is none; says what was expected
     */
    static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s': expected a whole number".formatted(text), e);
        }
    }

    /**
     * A choice of what a step of a parked task does.
     *
     * @throws IllegalArgumentException when it is none; says what was expected
     */
    static StepParked stepParked(String text) {
        return choice(text, StepParked.values(), "run or refuse");
    }

    /**
     * A choice of who evaluates conditions of breakpoints.
     *
     * @throws IllegalArgumentException when it is none; says what was expected
     */
    static ConditionsBy conditionsBy(String text) {
        return choice(text, ConditionsBy.values(), "gdb or tcbridge");
    }

    /**
     * A choice of what may be answered without the target.
     *
     * @throws IllegalArgumentException when it is none; says what was expected
     */
    static CacheMode cacheMode(String text) {
        return choice(text, CacheMode.values(), "off, code or halted");
    }

    private static <E extends Enum<E>> E choice(String text, E[] choices, String expected) {
        return Arrays.stream(choices)
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "': expected " + expected));
    }
}
