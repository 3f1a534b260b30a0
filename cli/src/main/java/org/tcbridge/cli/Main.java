package org.tcbridge.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.tcbridge.cli.inspect.ExpectedTask;
import org.tcbridge.cli.snapshot.MemoryChoice;
import org.tcbridge.proxy.HostPort;
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
        subcommands = {
            ProxyCommand.class,
            PipeCommand.class,
            ReplayCommand.class,
            LogCommand.class,
            DemoCommand.class,
            PluginsCommand.class,
            StackingCommand.class,
            LayoutCommand.class,
            ThreadsCommand.class,
            SnapshotCommand.class,
            ServeCommand.class,
            CoreCommand.class
        },
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
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "no command: expected proxy, pipe, replay, log, threads, snapshot, serve, core, demo, plugins, stacking or layout");
    }

    /**
     * Runs the program and ends the process.
     *
     * @param args the command line's arguments
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(commandLine(out, err).execute(args));
    }

    /** The program with its output going to two writers. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new CommandLine.HelpCommand());
        return line.registerConverter(HostPort.class, checked(HostPort::parse))
                .registerConverter(StepParked.class, checked(Main::stepParked))
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
