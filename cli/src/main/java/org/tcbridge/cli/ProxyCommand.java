package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.ProxyServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the proxy until it is told to end. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Listens for gdb and connects it to a GDB server; the tasks of the RTOS are gdb's threads.",
            "The server is contacted when gdb comes, so it may be started later. SIGINT and SIGTERM end it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge proxy",
            "        gdb at port 4002, Xilinx hw_server's MicroBlaze port 3002",
            "  tcbridge proxy --backend localhost:3333",
            "        OpenOCD",
            "  tcbridge proxy --listen 127.0.0.1:0 --backend board-7:2331 --elf firmware.elf",
            "        a free port, which the line on standard output tells; symbols from the file",
            "  tcbridge proxy --stacking my-port.toml --log info",
            "        your own kernel port; says what is found on the target",
        })
final class ProxyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4002",
            description = "Where gdb connects; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private HostPort listen;

    @Option(
            names = "--backend",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:3002",
            description = "The GDB server. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private HostPort backend;

    @Option(
            names = "--rtos",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "auto: found by the program's symbols; none: pass everything through;"
                    + " or an id that `tcbridge plugins` lists. Default: ${DEFAULT-VALUE}")
    private String rtos = "auto";

    @Option(
            names = "--arch",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "auto: as the server describes it; or an id that `tcbridge plugins` lists."
                    + " Default: ${DEFAULT-VALUE}")
    private String arch = "auto";

    @Option(
            names = "--elf",
            paramLabel = "FILE",
            description = "The program's ELF file. With it the tasks are there whether gdb has symbols or not.")
    private @Nullable Path elf;

    @Option(
            names = "--stacking",
            paramLabel = "FILE",
            description = "A text file that says where your kernel port saves registers; may be given several times.")
    private List<Path> stackings = List.of();

    @Option(
            names = "--step-parked",
            paramLabel = "run|refuse",
            defaultValue = "run",
            description = "A step of a task that does not run: let the target run until it does, or refuse."
                    + " Default: ${DEFAULT-VALUE}")
    private StepParked stepParked = StepParked.RUN;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            defaultValue = "warn",
            description = "error, warn, info, debug, or trace: every packet both ways. Default: ${DEFAULT-VALUE}")
    private LogLevel log = LogLevel.WARN;

    @Override
    public Integer call() {
        Logging.start(log, System.err);
        ProxyConfig config = config(Plugins.load());
        try (ProxyServer server = ProxyServer.start(config)) {
            PrintWriter out = spec.commandLine().getOut();
            Shutdown.await(
                    () -> {
                        out.println("listening on " + server.address() + ", backend " + backend);
                        out.flush();
                    },
                    server::close);
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private ProxyConfig config(Plugins plugins) {
        if (listen.resolve().isUnresolved()) {
            throw invalid("--listen", listen.toString(), "a host name that is known");
        }
        if (backend.port() == 0) {
            throw invalid("--backend", backend.toString(), "a port from 1 to 65535");
        }
        List<Rtos> rtoses = switch (rtos) {
            case "auto" -> plugins.rtoses();
            case "none" -> List.of();
            default ->
                List.of(plugins.rtos(rtos)
                        .orElseThrow(() ->
                                invalid("--rtos", rtos, Plugins.expected("auto, none", plugins.rtoses(), Rtos::id))));
        };
        List<Architecture> architectures = arch.equals("auto")
                ? plugins.architectures()
                : List.of(plugins.architecture(arch)
                        .orElseThrow(() -> invalid(
                                "--arch", arch, Plugins.expected("auto", plugins.architectures(), Architecture::id))));
        boolean rtosChosen = !rtos.equals("auto");
        return new ProxyConfig(
                listen,
                backend,
                rtoses,
                rtosChosen,
                architectures,
                catalog(plugins),
                program(),
                stepParked,
                Logging.CONTROL);
    }

    private StackingCatalog catalog(Plugins plugins) {
        try {
            return StackingCatalog.load(plugins.rtoses(), plugins.architectures(), stackings);
        } catch (StackingFormatException | IOException e) {
            throw new ParameterException(spec.commandLine(), "--stacking: " + e.getMessage(), e);
        }
    }

    private Optional<Program> program() {
        if (elf == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ElfFile.read(elf).program());
        } catch (InvalidElfException e) {
            throw new ParameterException(spec.commandLine(), "--elf: " + e.getMessage(), e);
        }
    }

    private ParameterException invalid(String option, String value, String expected) {
        return new ParameterException(
                spec.commandLine(),
                "Invalid value for option '%s': '%s': expected %s".formatted(option, value, expected));
    }
}
