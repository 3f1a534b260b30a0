package org.tcbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tcbridge.cli.inspect.ExpectedTask;
import org.tcbridge.cli.snapshot.MemoryChoice;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig.ConditionsBy;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.cache.CacheMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program's entry point. */
@Command(
        name = "tcbridge",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Stands between any gdb and any GDB server, and shows the tasks of an RTOS as gdb threads.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge demo",
            "        shows what it does; needs no gdb, no emulator and no hardware",
            "  tcbridge proxy --backend localhost:3333",
            "        stands before OpenOCD; then, in gdb: target remote localhost:4002",
            "  tcbridge threads --backend localhost:3333 --elf firmware.elf",
            "        prints the tasks once; docs/ci.md has more for scripts",
            "  tcbridge help proxy",
            "        shows the options of a command",
            "%nExit status: 0 done, 1 run-time failure, 2 usage",
        })
public final class Main implements Runnable {
    /** By name, in the order in which the help lists them. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
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
     * The program, as far as some arguments need it: picocli reads the annotations of each command it has, and with all of
     * them that is a third of the time until a proxy listens.
     */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
        Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        return named == null ? commandLine(out, err) : line(out, err, Set.of(named));
    }

    /** The whole program with its output going to two writers. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        List<Class<?>> commands = new ArrayList<>(COMMANDS.values());
        commands.add(CommandLine.HelpCommand.class);
        return line(out, err, commands);
    }

    private static CommandLine line(PrintWriter out, PrintWriter err, Collection<Class<?>> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        return line.registerConverter(HostPort.class, checked(HostPort::parse))
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

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("proxy", ProxyCommand.class);
        commands.put("pipe", PipeCommand.class);
        commands.put("replay", ReplayCommand.class);
        commands.put("log", LogCommand.class);
        commands.put("demo", DemoCommand.class);
        commands.put("plugins", PluginsCommand.class);
        commands.put("stacking", StackingCommand.class);
        commands.put("layout", LayoutCommand.class);
        commands.put("threads", ThreadsCommand.class);
        commands.put("snapshot", SnapshotCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("core", CoreCommand.class);
        commands.put("train", TrainCommand.class);
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
