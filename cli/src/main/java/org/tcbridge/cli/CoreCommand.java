package org.tcbridge.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.cli.core.CoreMaker;
import org.tcbridge.cli.inspect.Survey;
import org.tcbridge.cli.snapshot.MemoryChoice;
import org.tcbridge.cli.snapshot.SnapshotFile;
import org.tcbridge.cli.snapshot.SnapshotTaker;
import org.tcbridge.cli.snapshot.StoppedTarget;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.rsp.serve.ImageServer;
import picocli.CommandLine.ParameterException;

/** Writes a core file. */
final class CoreCommand extends Command {
    private final Option<Path> file;
    private final BackendOptions server;
    private final TargetOptions target;
    private final Option<MemoryChoice> memory;
    private final Option<Boolean> halt;
    private final Option<Path> core;

    CoreCommand() {
        super(
                "core",
                "Writes an ELF core file of a snapshot, or of a stopped target: gdb opens it with the program, and each"
                        + " task is a thread. For 32-bit Arm; `tcbridge serve` has the same for all others, and more.",
                "Beside it, in CORE.gdb, are gdb's commands that name the threads.");
        file = options.parameterIfAny("FILE", Path.class, "A file that `tcbridge snapshot` has written.");
        server = new BackendOptions(options);
        target = new TargetOptions(options);
        memory = options.option(
                "--memory",
                "RANGES",
                MemoryChoice.class,
                "auto",
                "With --backend: what memory, as for `tcbridge snapshot`.");
        halt = options.flag(
                "--halt",
                "With --backend: the target runs: stop it, and let it run afterwards, even if it stood still.");
        core = options.required("-o", "CORE", Path.class, "The file to write.");
        examples(
                "  tcbridge core crash.snapshot -o crash.core",
                "        then: gdb firmware.elf crash.core -x crash.core.gdb",
                "  tcbridge core --backend localhost:3333 --elf firmware.elf -o crash.core",
                "  tcbridge core --spawn 'openocd -f board.cfg -c \"gdb_port {port}\"' --elf firmware.elf --halt -o"
                        + " crash.core",
                "        starts OpenOCD, looks, and ends it");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.ERROR, System.err);
        OutputFile.check(spec, "-o", core.value());
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> log = line -> {
            err.println(line);
            err.flush();
        };
        try {
            StoppedTarget stopped = stopped(log);
            CoreMaker maker = new CoreMaker(stopped, survey(stopped), log);
            Files.write(core.value(), maker.core());
            Files.write(core.value().resolveSibling(core.value().getFileName() + ".gdb"), maker.names());
            if (file.given().isEmpty()) {
                SnapshotTaker.done(partial());
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "core of %s: %s"
                            .formatted(
                                    file.given()
                                            .map(Path::toString)
                                            .orElseGet(() -> server.backend().toString()),
                                    Errors.text(e)),
                    e);
        }
        return 0;
    }

    private StoppedTarget stopped(Consumer<String> log) throws IOException {
        if (file.given().isPresent() && !server.named()) {
            return SnapshotFile.read(file.value());
        }
        if (file.given().isEmpty() && server.named()) {
            return taken(log);
        }
        throw new ParameterException(
                spec.commandLine(),
                "expected FILE, a snapshot, or the GDB server: --backend HOST:PORT or --spawn COMMAND");
    }

    private StoppedTarget taken(Consumer<String> log) throws IOException {
        ProxyConfig config = target.look(server.address());
        try (Look look = Look.begin(server.backend(), halt.value(), Optional.empty())) {
            return new SnapshotTaker(look.visit(), log)
                    .take(
                            config,
                            target.namedElf(config),
                            memory.value(),
                            partial(),
                            _ -> OutputStream.nullOutputStream());
        }
    }

    private Path partial() {
        return core.value().resolveSibling(core.value().getFileName() + ".part");
    }

    /** The tasks in a snapshot are found as those of a target are: it is served, and looked at. */
    private Survey survey(StoppedTarget stopped) throws IOException {
        try (ImageServer image = stopped.serve()) {
            HostPort served = new HostPort("127.0.0.1", image.port());
            ProxyConfig config = target.config(new HostPort("127.0.0.1", 0), served, StepParked.RUN);
            if (config.program().isEmpty()) {
                config = config.with(stopped.known()
                        .orElseThrow(() -> new IOException("no symbols in the snapshot: expected --elf FILE")));
            }
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), image.port());
            try (Visit visit = Visit.begin(new GdbClient(address), false)) {
                return Survey.take(visit, config, true);
            }
        }
    }
}
