package org.tcbridge.it.kit;

import java.io.IOException;
import java.util.Optional;

/** A firmware in QEMU, tcbridge before it, and a gdb that is connected to tcbridge. */
public final class Session implements AutoCloseable {
    private final Qemu qemu;
    private final Tcbridge tcbridge;
    private final GdbMi gdb;

    private Session(Qemu qemu, Tcbridge tcbridge, GdbMi gdb) throws IOException, InterruptedException {
        this.qemu = qemu;
        this.tcbridge = tcbridge;
        this.gdb = gdb;
        connect();
    }

    /** With the symbols of gdb; stopped before the first instruction. */
    public static Session open(Firmware firmware) throws Exception {
        Qemu qemu = Qemu.start(firmware);
        return new Session(qemu, Tcbridge.before(qemu.port()), GdbMi.start(firmware));
    }

    /** With {@code --elf}, and a gdb that has no program. */
    public static Session withElf(Firmware firmware) throws Exception {
        Qemu qemu = Qemu.start(firmware);
        Tcbridge tcbridge = Tcbridge.withElf(qemu.port(), firmware.elf());
        return new Session(qemu, tcbridge, GdbMi.start(firmware.gdb(), Optional.empty()));
    }

    /** With the symbols of gdb; stopped at the first call of {@code all_parked}. */
    public static Session parked(Firmware firmware) throws Exception {
        Session session = open(firmware);
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
