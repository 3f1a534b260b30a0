package org.tcbridge.bench;

import java.util.ArrayList;
import java.util.List;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.report.Target;
import org.tcbridge.bench.suite.GdbSuite;
import org.tcbridge.bench.suite.MemorySuite;
import org.tcbridge.bench.suite.MicroSuite;
import org.tcbridge.bench.suite.RelaySuite;
import org.tcbridge.bench.suite.ScaleSuite;
import org.tcbridge.bench.suite.SnapshotSuite;
import org.tcbridge.bench.suite.StartSuite;
import org.tcbridge.bench.suite.TasksSuite;
import org.tcbridge.bench.suite.TasksSuite.Layout;

/** What tcbridge is to keep to. */
final class Targets {
    private static final String TCBRIDGE = "tcbridge";
    private static final String PACKAGED = "tcbridge packaged";
    private static final String SOCAT = "socat";
    private static final String CONDITION = "failed condition";

    /** So long a second small write waits where Nagle's algorithm is on and the other side delays its acknowledgement. */
    private static final int NAGLE_US = 40_000;

    /** All of them. */
    static final List<Target> ALL = all();

    /** What the suites that take counts, which are the same on every machine, call them: each begins with its suite's name. */
    static final List<String> COUNTING = List.of(RelaySuite.PACKETS, "tasks", "micro");

    private Targets() {}

    private static List<Target> all() {
        List<Target> targets = new ArrayList<>();
        relay(targets, "read of 4 bytes", "m4", 1.10);
        relay(targets, "step", "step", 1.10);
        relay(targets, "break", "break", 1.10);
        relay(targets, "read of 4 KiB", "m4k", 0.9);
        relay(targets, "read of 64 KiB", "m64k", 0.55);
        relay(targets, "write of 4 KiB", "x4k", 1.05);
        relay(targets, "write of 16 KiB", "x16k", 0.85);
        relay(targets, "read of 4 bytes, acknowledged", "m4, ack", 1.2);
        relay(targets, "write of 4 KiB, acknowledged", "x4k, ack", 1.2);
        relay(targets, "step, acknowledged", "step, ack", 1.2);
        relay(targets, "connect to the first prompt", "session", 0.75);
        for (String item : List.of("step", "break", "session", "step, ack")) {
            targets.add(new Target(
                    "no wait of 40 ms: 99th percentile of " + item, RelaySuite.TAIL, item, TCBRIDGE, "", NAGLE_US));
        }
        packets(targets, "m4", 1);
        packets(targets, "x4k", 1);
        packets(targets, "step", 2);
        packets(targets, "session", 4);
        targets.add(new Target("a stop of an RTOS: packets", "tasks", TasksSuite.STOP, TCBRIDGE, "", 2 + 1));
        for (int tasks : List.of(10, 50, 100, TasksSuite.MANY)) {
            tasks(targets, TasksSuite.list(tasks, Layout.CLOSE), tasks / 4 + 6);
            tasks(targets, TasksSuite.list(tasks, Layout.SCATTERED), tasks + 4);
        }
        tasks(targets, TasksSuite.registers(50, Layout.SCATTERED), 1);
        gdb(targets, "stepi", 0.25);
        gdb(targets, CONDITION, 0.4);
        targets.add(new Target(
                "the same with --conditions tcbridge",
                "gdb",
                GdbSuite.item(CONDITION, 1),
                GdbSuite.evaluating(TCBRIDGE),
                Peer.DIRECT,
                0.4));
        gdb(targets, "next", 0.4);
        gdb(targets, "load", 1.02);
        gdb(targets, "dump", 1.02);
        for (String item : List.of(StartSuite.LISTENING, StartSuite.PIPE)) {
            targets.add(new Target("start " + item, "start", item, PACKAGED, "", 200));
        }
        targets.add(new Target("memory " + MemorySuite.AFTER, "memory", MemorySuite.AFTER, PACKAGED, "", 70));
        targets.add(new Target("memory of " + MemorySuite.EACH, "memory", MemorySuite.EACH, PACKAGED, "", 40));
        targets.add(new Target(
                "1,000 sessions: 99th percentile of a read of 4 bytes",
                "scale",
                ScaleSuite.P99,
                ScaleSuite.column(TCBRIDGE, true),
                ScaleSuite.column(SOCAT, false),
                3));
        targets.add(new Target("list of 1,000 tasks: own time", TasksSuite.TIME, TasksSuite.OWN, TCBRIDGE, "", 30));
        targets.add(new Target(
                "snapshot of 64 MiB: the server's time",
                "snapshot",
                SnapshotSuite.ITEM,
                TCBRIDGE,
                Peer.DIRECT,
                1 / 0.9));
        for (int bytes : MicroSuite.READS) {
            targets.add(new Target(
                    "allocated for a read of %d bytes that passes through, beside buffers".formatted(bytes),
                    "micro",
                    MicroSuite.session(bytes),
                    MicroSuite.BYTES,
                    "",
                    0));
        }
        return List.copyOf(targets);
    }

    private static void relay(List<Target> targets, String what, String item, double limit) {
        targets.add(new Target(what, "relay", item, TCBRIDGE, SOCAT, limit));
    }

    private static void packets(List<Target> targets, String item, int limit) {
        targets.add(new Target(item + ": packets to the server", RelaySuite.PACKETS, item, TCBRIDGE, "", limit));
    }

    private static void tasks(List<Target> targets, String item, int limit) {
        targets.add(new Target(item + ": packets", "tasks", item, TCBRIDGE, "", limit));
    }

    private static void gdb(List<Target> targets, String action, double limit) {
        targets.add(new Target("gdb, 1 ms: " + action, "gdb", GdbSuite.item(action, 1), TCBRIDGE, Peer.DIRECT, limit));
    }
}
