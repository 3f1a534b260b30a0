package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.record.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  tcbridge proxy --spawn 'openocd -f board.cfg -c \"gdb_port {port}\"'",
            "        starts OpenOCD for each session",
            "  nm firmware.elf | tcbridge proxy --symbols -",
            "        symbols without the file",
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

    @Mixin
    private BackendOptions server = new BackendOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SessionOptions session = new SessionOptions();

    @Mixin
    private RecordOptions record = new RecordOptions();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Several listeners in one process, in place of the options above: docs/farm.md.")
    private @Nullable Path config;

    @Option(names = "--print-config", description = "With --config: prints what the file means, and ends.")
    private boolean printConfig;

    @Override
    public Integer call() {
        Logging.start(session.log(), System.err);
        if (config != null || printConfig) {
            return farm();
        }
        if (listen.resolve().isUnresolved()) {
            throw target.invalid("--listen", listen.toString(), "a host name that is known");
        }
        Backend backend = server.backend();
        ProxyConfig plain = session.of(target.config(listen, server.address(), session.stepParked()));
        Optional<Recording> recording = record.start();
        try (ProxyServer proxy = ProxyServer.start(plain.recordedBy(recording), backend)) {
            await(
                    List.of("listening on " + proxy.address() + ", backend " + backend),
                    proxy::close,
                    recording,
                    server.spawns() ? Shutdown.WITH_CHILDREN : Shutdown.ALONE);
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            RecordOptions.end(recording);
        }
        return 0;
    }

    private int farm() {
        List<FarmListener> listeners = FarmOptions.read(spec, config);
        if (printConfig) {
            FarmOptions.print(spec, listeners);
            return 0;
        }
        Optional<Recording> recording = record.start();
        try (Farm farm = Farm.start(listeners, recording)) {
            await(farm.ready(), farm::close, recording, FarmOptions.ending(listeners));
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            RecordOptions.end(recording);
        }
        return 0;
    }

    private void await(List<String> ready, Runnable close, Optional<Recording> recording, Duration patience) {
        PrintWriter out = spec.commandLine().getOut();
        Shutdown.await(
                () -> {
                    ready.forEach(out::println);
                    out.flush();
                },
                () -> {
                    close.run();
                    RecordOptions.endNow(recording);
                },
                patience);
    }
}
