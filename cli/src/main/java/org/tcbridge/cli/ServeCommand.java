package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.tcbridge.cli.snapshot.NamedElf;
import org.tcbridge.cli.snapshot.SnapshotFile;
import org.tcbridge.cli.snapshot.StoppedTarget;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.proxy.cache.CacheMode;
import org.tcbridge.rsp.serve.ImageServer;

/** Serves a snapshot to gdb until it is told to end. */
final class ServeCommand extends Command {
    private static final String LOOPBACK = "127.0.0.1";

    private final Option<Path> file;
    private final Option<HostPort> listen;
    private final TargetOptions target;

    ServeCommand() {
        super(
                "serve",
                "A GDB server for a snapshot: gdb shows tasks, call stacks and memory of that moment. Writes are kept until it"
                        + " ends and do not reach the file; the target cannot run.");
        file = options.parameter("FILE", Path.class, "A file that `tcbridge snapshot` has written.");
        listen = options.option(
                "--listen",
                "HOST:PORT",
                HostPort.class,
                "127.0.0.1:4002",
                "Where gdb connects; port 0 takes a free one.");
        target = new TargetOptions(options);
        examples(
                "  tcbridge serve crash.snapshot", "        then: gdb firmware.elf -ex 'target remote localhost:4002'");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.WARN, System.err);
        PrintWriter out = spec.commandLine().getOut();
        try {
            StoppedTarget stopped = SnapshotFile.read(file.value());
            try (ImageServer image = stopped.serve();
                    ProxyServer proxy = ProxyServer.start(
                            config(stopped),
                            Backend.at(new HostPort(LOOPBACK, image.port()), "snapshot " + file.value()))) {
                Shutdown.await(
                        () -> {
                            out.println("listening on " + proxy.address() + ", snapshot " + file.value());
                            out.flush();
                        },
                        proxy::close);
            }
        } catch (IOException e) {
            throw new CommandFailure(Errors.text(e), e);
        }
        return 0;
    }

    /** The symbols that the snapshot brings count where none are named: gdb need not have any. */
    private ProxyConfig config(StoppedTarget stopped) {
        // its memory is in this process: nothing is gained by a cache
        ProxyConfig config = target.config(listen.value(), new HostPort(LOOPBACK, 0), StepParked.RUN)
                .with(CacheMode.OFF);
        Optional<NamedElf> elf = target.namedElf(config);
        if (elf.isPresent()
                && stopped.program().isPresent()
                && !elf.get().file().equals(stopped.program().get())) {
            spec.commandLine()
                    .getErr()
                    .println("warning: %s is another file than the %s that the snapshot was taken with"
                            .formatted(
                                    elf.get().file().name(),
                                    stopped.program().get().name()));
        }
        return config.program().isEmpty() && stopped.known().isPresent()
                ? config.with(stopped.known().get())
                : config;
    }
}
