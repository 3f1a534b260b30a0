package org.tcbridge.it.kit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * QEMU with a firmware, stopped before the first instruction, waiting for a debugger. Instructions are counted, so that every
 * run is the same.
 */
public final class Qemu implements AutoCloseable {
    /** Its monitor is on standard input; what it answers is there once it has printed its next prompt. */
    private static final Pattern PROMPT = Pattern.compile("\\(qemu\\) ");

    private static final Pattern STATUS = Pattern.compile("VM status: (\\w+)");

    private static final Pattern PORT = Pattern.compile("gdb: filename=\\S*tcp:127\\.0\\.0\\.1:(\\d+)");

    private final Child child;
    private final int port;

    private Qemu(Child child) throws IOException, InterruptedException {
        this.child = child;
        child.await(PROMPT);
        child.send("info chardev");
        port = Integer.parseInt(child.await(PORT).group(1));
        child.await(PROMPT);
    }

    /** Starts a target's machine with its program; its GDB server listens at a free port of its own choice. */
    public static Qemu start(Target target, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(target.machine());
        command.addAll(List.of("-kernel", target.elf().toString()));
        command.addAll(List.of("-S", "-gdb", "tcp:127.0.0.1:0", "-icount", "shift=6,sleep=off"));
        command.addAll(List.of("-display", "none", "-monitor", "stdio", "-serial", "null"));
        command.addAll(Arrays.asList(options));
        return new Qemu(Child.start(command));
    }

    /** Lets a gdb without a proxy run to the first call of {@code all_parked}, and disconnect. */
    public void runToAllParked(Target target) throws IOException, InterruptedException {
        GdbBatch.run(target, port, "tbreak all_parked", "continue", "disconnect");
    }

    /** What its monitor says of the machine: {@code running}, {@code paused}, ... */
    public String status() throws IOException, InterruptedException {
        child.send("info status");
        String status = child.await(STATUS).group(1);
        child.await(PROMPT);
        return status;
    }

    /** Lets the machine run, with no debugger. */
    public void run() throws IOException, InterruptedException {
        child.send("cont");
        child.await(PROMPT);
    }

    /** Where its GDB server listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        child.close();
    }
}
