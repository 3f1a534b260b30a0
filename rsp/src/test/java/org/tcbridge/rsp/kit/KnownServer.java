package org.tcbridge.rsp.kit;

import static org.tcbridge.rsp.kit.Quirks.*;

import java.util.List;

/** GDB servers that users have, by their quirks. */
public enum KnownServer {
    /** No quirks: vCont, no-ack mode, multiprocess syntax, description. */
    PLAIN(List.of()),

    /** Xilinx hw_server: the open TCF agent's gdb-rsp. */
    HW_SERVER(List.of(
            features("PacketSize=4000;QStartNoAckMode+;multiprocess+;swbreak+;hwbreak+;qXfer:features:read+"),
            stopsAtAnyPacket(),
            replies("[csCSGXkR].*|D", ""),
            vContSelects(),
            anyIdIsOk(),
            rewrites("^T0[25]", "T00"))),

    /** OpenOCD 0.12 without an RTOS of its own: src/server/gdb_server.c. */
    OPENOCD(List.of(
            features("PacketSize=4000;qXfer:memory-map:read-;qXfer:features:read+;qXfer:threads:read+;"
                    + "QStartNoAckMode+;vContSupported+"),
            closesOnMalformed(),
            keepAliveNotifications(),
            firstActionOnly(),
            replies("qRcmd,.*", "O", "O" + Wire.hex("halted\n"), "OK"),
            replies("H.*", "OK"),
            replies("qfThreadInfo", "l"),
            replies("qC", "QC0"),
            replies("qXfer:threads:read:.*", "l<?xml version=\"1.0\"?>\n<threads>\n</threads>\n"),
            rewrites("^T(..)thread:[^;]*;$", "S$1"))),

    /** QEMU 7.2: gdbstub/gdbstub.c. */
    QEMU(List.of(
            features("PacketSize=20020;qXfer:features:read+;vContSupported+;multiprocess+"),
            with(stub -> stub.number = "%02x"),
            stopsAtAnyByte(),
            unsolicitedStop(),
            oneIdAtATime(),
            askingClearsBreakpoints(),
            limitsReads(0x20020),
            replies("(H[gc]|T)(?!(p0*[01]\\.)?(0*[01]|-1)$).*", "E22"),
            replies("qThreadExtraInfo,(?!(p0*1\\.)?0*1$).*"),
            replies("qThreadExtraInfo,.*", Wire.hex("CPU#0 [halted ]")))),

    /** pyOCD without an RTOS: pyocd/gdbserver/gdbserver.py. */
    PYOCD(List.of(
            features("qXfer:features:read+;QStartNoAckMode+;qXfer:threads:read+;QNonStop+;PacketSize=800"),
            asksForSymbols("rtosA", "rtosB"),
            replies(
                    "qXfer:threads:read:.*",
                    "l<?xml version=\"1.0\"?><threads><thread id=\"1\">Thread mode</thread></threads>"),
            rewrites("^T(..)(thread:[^;]*;)$", "T$107:00020020;0d:f0ff0020;0e:61010008;0f:20010008;$2"))),

    /** Black Magic Probe: src/gdb_main.c. */
    BLACK_MAGIC(List.of(
            features("PacketSize=400;qXfer:memory-map:read+;qXfer:features:read+;vContSupported+"),
            with(stub -> stub.vCont = "vCont;c;C;s;t"))),

    /** probe-rs and other users of Rust's gdbstub. */
    PROBE_RS(List.of(
            features("PacketSize=1000;vContSupported+;multiprocess+;QStartNoAckMode+;swbreak+;hwbreak+;"
                    + "qXfer:features:read+;qXfer:memory-map:read+"),
            runLength(),
            replies("vCont;.*:0.*", "E01"),
            rewrites("^T05", "T02"))),

    /** Renode, older: stop replies name no thread, each packet is first refused. */
    RENODE(List.of(
            features("PacketSize=1000;qXfer:features:read+"),
            refusesOnce(),
            replies("vCont.*", ""),
            rewrites("^T(..)thread:[^;]*;$", "S$1"))),

    /** A stub that knows only {@code c} and {@code s}, has no no-ack mode, no description, no multiprocess syntax. */
    MINIMAL(List.of(features("PacketSize=400"), replies("vCont.*|P.*", "")));

    private final List<Quirk> quirks;

    KnownServer(List<Quirk> quirks) {
        this.quirks = quirks;
    }

    /** What is peculiar of it. */
    public List<Quirk> quirks() {
        return quirks;
    }
}
