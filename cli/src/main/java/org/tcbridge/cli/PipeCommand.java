package org.tcbridge.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyPipe;
import org.tcbridge.rsp.record.Recording;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A proxy for the one gdb at standard input and output. */
@Command(
        name = "pipe",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Connects the gdb at its standard input and output to a GDB server, as proxy does.",
            "Ends when gdb or the server closes the connection. The log goes to standard error.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge pipe --backend localhost:3333",
            "        OpenOCD; in gdb: target remote | tcbridge pipe --backend localhost:3333",
            "  tcbridge pipe --spawn 'qemu-system-arm -M mps2-an386 -kernel f.elf -S -gdb tcp::{port}'",
            "        starts QEMU, and ends it with the session",
        })
final class PipeCommand implements Callable<Integer> {
    @Mixin
    private BackendOptions server = new BackendOptions();

    @Mixin
    private RecordOptions record = new RecordOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private SessionOptions session = new SessionOptions();

    @Override
    public Integer call() {
        Logging.start(session.log(), System.err);
        // nothing but packets may come out there, whoever prints
        System.setOut(System.err);
        Signals.ignoreInterrupt();
        Backend backend = server.backend();
        ProxyConfig plain =
                session.of(target.config(new HostPort("127.0.0.1", 0), server.address(), session.stepParked()));
        Optional<Recording> recording = record.start();
        try (ProxyPipe pipe = ProxyPipe.open(plain.recordedBy(recording), backend);
                Shutdown.Hook _ = Shutdown.hook(() -> end(pipe, recording), Shutdown.WITH_CHILDREN)) {
            pipe.serve(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } finally {
            RecordOptions.end(recording);
        }
        return 0;
    }

    private static void end(ProxyPipe pipe, Optional<Recording> recording) {
        pipe.close();
        RecordOptions.endNow(recording);
    }
}
