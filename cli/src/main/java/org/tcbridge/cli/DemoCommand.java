package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.cli.demo.Demo;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.serve.ImageServer;

/** Shows what the proxy does, with all that it takes inside the program. */
final class DemoCommand extends Command {
    /** The task whose registers are shown: it waits for a semaphore, and its registers hold patterns. */
    private static final String INSPECTED = "queue_waiter";

    private static final String HOST = "127.0.0.1";
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);

    private final Option<Boolean> hold;

    DemoCommand() {
        super(
                "demo",
                "Shows what tcbridge does: a GDB server inside the program serves a stopped Cortex-M4F that runs FreeRTOS tasks,"
                        + " the proxy stands before it, and what gdb would show is shown.",
                "Needs no gdb, no emulator and no hardware.");
        hold = options.flag("--hold", "Stay up for a gdb of your own, until SIGINT or SIGTERM.");
        examples(
                "  tcbridge demo",
                "  tcbridge demo --hold",
                "        stays up and prints the command that connects a gdb of your own");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.WARN, System.err);
        PrintWriter out = spec.commandLine().getOut();
        try {
            DemoProgram program = DemoProgram.load();
            try (ImageServer server = program.serve();
                    ProxyServer proxy = ProxyServer.start(config(server.port()))) {
                Demo demo = new Demo(program.elf(), out);
                out.println("A stopped Cortex-M4F with FreeRTOS tasks, as its GDB server shows it:");
                out.println();
                demo.show(loopback(server.port()), INSPECTED);
                out.println();
                out.println("The same server behind tcbridge:");
                out.println();
                demo.show(loopback(proxy.address().port()), INSPECTED);
                out.flush();
                out.println();
                if (hold.value()) {
                    hold(program, server, proxy);
                } else {
                    out.println("With a gdb of your own: tcbridge demo --hold");
                }
            }
        } catch (IOException | InvalidElfException | StackingFormatException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static ProxyConfig config(int backend) throws StackingFormatException, IOException {
        Plugins plugins = Plugins.load();
        return new ProxyConfig(
                new HostPort(HOST, 0),
                new HostPort(HOST, backend),
                plugins.rtoses(),
                false,
                plugins.architectures(),
                StackingCatalog.load(plugins.rtoses(), plugins.architectures(), List.of()),
                Optional.empty(),
                StepParked.RUN);
    }

    private void hold(DemoProgram program, ImageServer server, ProxyServer proxy) throws IOException {
        Path folder = Files.createTempDirectory("tcbridge-demo");
        Path file = Files.write(folder.resolve(program.name()), program.file());
        PrintWriter out = spec.commandLine().getOut();
        try {
            Shutdown.await(
                    () -> {
                        out.println("Try it in another terminal, with a gdb that knows ARM; Ctrl-C here ends it:");
                        out.println("  gdb-multiarch %s -ex 'target remote %s'".formatted(file, proxy.address()));
                        out.flush();
                    },
                    () -> {
                        proxy.close();
                        server.close();
                        delete(file, folder);
                    });
        } finally {
            delete(file, folder);
        }
    }

    private static void delete(Path... paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("{} stays: {}", path, e.getMessage());
            }
        }
    }
}
