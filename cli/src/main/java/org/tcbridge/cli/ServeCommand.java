package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a snapshot to gdb until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "A GDB server for a snapshot: gdb shows tasks, call stacks and memory of that moment. Writes are kept until it"
                    + " ends and do not reach the file; the target cannot run.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge serve crash.snapshot",
            "        then: gdb firmware.elf -ex 'target remote localhost:4002'",
        })
final class ServeCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file that `tcbridge snapshot` has written.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4002",
            description = "Where gdb connects; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private HostPort listen;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Override
    public Integer call() {
        Logging.start(LogLevel.WARN, System.err);
        PrintWriter out = spec.commandLine().getOut();
        try {
            StoppedTarget stopped = SnapshotFile.read(file);
            try (ImageServer image = stopped.serve();
                    ProxyServer proxy = ProxyServer.start(
                            config(stopped), Backend.at(new HostPort(LOOPBACK, image.port()), "snapshot " + file))) {
                Shutdown.await(
                        () -> {
                            out.println("listening on " + proxy.address() + ", snapshot " + file);
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
        ProxyConfig config =
                target.config(listen, new HostPort(LOOPBACK, 0), StepParked.RUN).with(CacheMode.OFF);
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
