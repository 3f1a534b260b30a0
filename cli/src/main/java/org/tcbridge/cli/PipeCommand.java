package org.tcbridge.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyPipe;
import org.tcbridge.rsp.record.Recording;

/** A proxy for the one gdb at standard input and output. */
final class PipeCommand extends Command {
    private final BackendOptions server;
    private final RecordOptions record;
    private final TargetOptions target;
    private final SessionOptions session;

    PipeCommand() {
        super(
                "pipe",
                "Connects the gdb at its standard input and output to a GDB server, as proxy does.",
                "Ends when gdb or the server closes the connection. The log goes to standard error.");
        server = new BackendOptions(options);
        record = new RecordOptions(options);
        target = new TargetOptions(options);
        session = new SessionOptions(options);
        examples(
                "  tcbridge pipe --backend localhost:3333",
                "        OpenOCD; in gdb: target remote | tcbridge pipe --backend localhost:3333",
                "  tcbridge pipe --spawn 'qemu-system-arm -M mps2-an386 -kernel f.elf -S -gdb tcp::{port}'",
                "        starts QEMU, and ends it with the session");
    }

    @Override
    public Integer call() {
        Logging.start(session.log(), System.err);
        record.check();
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
