package org.tcbridge.it.kit;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program in QEMU, tcbridge before it, and a gdb that is connected to tcbridge. */
public final class Session implements AutoCloseable {
    private final Qemu qemu;
    private final Tcbridge tcbridge;
    private final GdbMi gdb;

    /** These, which end with it. */
    public Session(Qemu qemu, Tcbridge tcbridge, GdbMi gdb) throws IOException, InterruptedException {
        this.qemu = qemu;
        this.tcbridge = tcbridge;
        this.gdb = gdb;
        connect();
    }

    /** With the symbols of gdb; stopped before the first instruction. */
    public static Session open(Target target) throws Exception {
        Qemu qemu = Qemu.start(target);
        return new Session(qemu, Tcbridge.before(qemu.port()), GdbMi.start(target));
    }

    /** With {@code --elf}; stopped before the first instruction. */
    public static Session withElf(Target target) throws Exception {
        Qemu qemu = Qemu.start(target);
        return new Session(qemu, Tcbridge.withElf(qemu.port(), target.elf()), GdbMi.start(target));
    }

    /** With the symbols of gdb; stopped at the first call of {@code all_parked}. */
    public static Session parked(Target target) throws Exception {
        Session session = open(target);
        session.runTo("all_parked");
        return session;
    }

    /** The same with {@code --conditions tcbridge}. */
    public static Session evaluating(Target target) throws Exception {
        Qemu qemu = Qemu.start(target);
        Session session = new Session(qemu, Tcbridge.evaluating(qemu.port()), GdbMi.start(target));
        session.runTo("all_parked");
        return session;
    }

    /** Has gdb connect; the stop it finds the target in. */
    public MiValue connect() throws IOException, InterruptedException {
        gdb.run("-target-select remote 127.0.0.1:" + tcbridge.port());
        return gdb.stopped();
    }

    /** Lets the target run to the next call of a function; the stop. */
    public MiValue runTo(String place) throws IOException, InterruptedException {
        gdb.run("-break-insert -t " + place);
        return resume();
    }

    /** Continues and waits for the stop. */
    public MiValue resume() throws IOException, InterruptedException {
        gdb.run("-exec-continue");
        return gdb.stopped();
    }

    /** The threads that gdb shows, by gdb's numbers: names, or what is shown of those without. */
    public Map<String, String> threads() throws IOException, InterruptedException {
        Map<String, String> threads = new LinkedHashMap<>();
        for (MiValue thread : gdb.run("-thread-info").list("threads")) {
            threads.put(thread.text("id"), thread.text(thread.has("name") ? "name" : "details"));
        }
        return threads;
    }

    /** The name of the task that the kernel says is running. */
    public String currentTask() throws IOException, InterruptedException {
        String shown =
                gdb.run("-data-evaluate-expression pxCurrentTCB->pcTaskName").text("value");
        return shown.replaceFirst("\"([^\"\\\\]*).*", "$1");
    }

    /** The name of a thread, by gdb's number. */
    public String name(String thread) throws IOException, InterruptedException {
        return gdb.run("-thread-info " + thread).list("threads").getFirst().text("name");
    }

    /** Gdb's number of the thread with a name. */
    public String thread(String name) throws IOException, InterruptedException {
        return threads().entrySet().stream()
                .filter(thread -> thread.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no thread " + name + ": " + gdb));
    }

    /** The gdb. */
    public GdbMi gdb() {
        return gdb;
    }

    /** The proxy. */
    public Tcbridge tcbridge() {
        return tcbridge;
    }

    /** The emulator. */
    public Qemu qemu() {
        return qemu;
    }

    @Override
    public void close() {
        gdb.close();
        tcbridge.close();
        qemu.close();
    }
}
