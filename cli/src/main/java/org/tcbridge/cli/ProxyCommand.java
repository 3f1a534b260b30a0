package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.record.Recording;

/** Runs the proxy until it is told to end. */
final class ProxyCommand extends Command {
    private final Option<HostPort> listen;
    private final BackendOptions server;
    private final TargetOptions target;
    private final SessionOptions session;
    private final RecordOptions record;
    private final Option<Path> config;
    private final Option<Boolean> printConfig;

    ProxyCommand() {
        super(
                "proxy",
                "Listens for gdb and connects it to a GDB server; the tasks of the RTOS are gdb's threads.",
                "The server is contacted when gdb comes, so it may be started later. SIGINT and SIGTERM end it.");
        listen = options.option(
                "--listen",
                "HOST:PORT",
                HostPort.class,
                "127.0.0.1:4002",
                "Where gdb connects; port 0 takes a free one.");
        server = new BackendOptions(options);
        target = new TargetOptions(options);
        session = new SessionOptions(options);
        record = new RecordOptions(options);
        config = options.option(
                "--config",
                "FILE",
                Path.class,
                "Several listeners in one process, in place of the options above: docs/farm.md.");
        printConfig = options.flag("--print-config", "With --config: prints what the file means, and ends.");
        examples(
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
                "        your own kernel port; says what is found on the target");
    }

    @Override
    public Integer call() {
        Logging.start(session.log(), System.err);
        record.check();
        if (config.given().isPresent() || printConfig.value()) {
            return farm();
        }
        if (listen.value().resolve().isUnresolved()) {
            throw options.invalid("--listen", listen.value().toString(), "a host name that is known");
        }
        Backend backend = server.backend();
        ProxyConfig plain = session.of(target.config(listen.value(), server.address(), session.stepParked()));
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
        List<FarmListener> listeners = FarmOptions.read(spec, config.given());
        if (printConfig.value()) {
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
