package org.tcbridge.bench.suite;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.tcbridge.bench.process.Peer;

/**
 * What the tasks cost: packets that reach the server for a stop, a thread list and a parked task's registers, for tasks whose
 * control blocks lie close together or far apart; and how long the proxy itself takes for a long list.
 */
public final class TasksSuite implements Suite {
    /** Time of a list of many tasks, in ms. */
    public static final String TIME = "list-time";

    /** A stop without a thread list. */
    public static final String STOP = "a stop";

    /** The item of a list when the layout of the kernel is known. */
    private static final String LATER = "later ones";

    /** The same, without the time that as many reads of as many bytes take who asks the server itself. */
    public static final String OWN = LATER + ", without the server's time";

    /** The tasks of the long list. */
    public static final int MANY = 1000;

    /** As QEMU has it: 2 KiB a read. */
    private static final String PACKET_SIZE = "1000";

    private static final int LATENCY_US = 1000;
    private static final List<Integer> COUNTS = List.of(10, 50, 100, MANY);

    /** How task control blocks lie in memory. */
    public enum Layout {
        /** Control block and a stack of 384 bytes in turn. */
        CLOSE("200", "close together"),
        /** 4 KiB from one to the next. */
        SCATTERED("1000", "far apart");

        private final String apart;
        private final String words;

        Layout(String apart, String words) {
            this.apart = apart;
            this.words = words;
        }
    }

    /** The item of a list. */
    public static String list(int tasks, Layout layout) {
        return "the list of %d tasks %s".formatted(tasks, layout.words);
    }

    /** The item of the registers of the task that took most packets. */
    public static String registers(int tasks, Layout layout) {
        return "registers of one of %d tasks %s".formatted(tasks, layout.words);
    }

    /** Whether the count hangs on how long the server was measured to take: what lies close together is read together if that is quicker. */
    public static boolean hangsOnTime(String item) {
        return item.endsWith(Layout.CLOSE.words);
    }

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        for (int tasks : kit.plan().quick() ? COUNTS.subList(0, 2) : COUNTS) {
            for (Layout layout : Layout.values()) {
                try (Service server = server(kit, tasks, layout, LATENCY_US)) {
                    for (Peer peer : kit.peersThatKnowTasks()) {
                        count(kit, peer, server, tasks, layout);
                    }
                }
                Progress.say("tasks: %d %s".formatted(tasks, layout.words));
            }
        }
        try (Service server = server(kit, MANY, Layout.CLOSE, 0)) {
            for (int turn = 0; turn < Math.max(1, kit.plan().rounds() / 2); turn++) {
                for (Peer peer : kit.peersThatKnowTasks()) {
                    time(kit, peer, server);
                }
            }
        }
    }

    private static Service server(Kit kit, int tasks, Layout layout, int latencyUs)
            throws IOException, InterruptedException {
        return kit.serve(
                "server",
                "--tasks",
                tasks,
                "--apart",
                layout.apart,
                "--latency-us",
                latencyUs,
                "--packet-size",
                PACKET_SIZE);
    }

    private static void count(Kit kit, Peer peer, Service server, int tasks, Layout layout)
            throws IOException, InterruptedException {
        JsonObject figures = rounds(kit, peer, server).getLast();
        String suite = "tasks";
        int shown = peer.isDirect() ? 1 : tasks;
        if (figures.getInt("threads") != shown) {
            throw new IOException("%s: %d threads listed, expected %d; see %s"
                    .formatted(peer.name(), figures.getInt("threads"), shown, kit.log(peer.name())));
        }
        if (tasks == COUNTS.getFirst() && layout == Layout.CLOSE) {
            kit.results().add(suite, STOP, peer.name(), "packets", figures.getInt("stop"));
        }
        if (!peer.isDirect()) {
            kit.results().add(suite, list(tasks, layout), peer.name(), "packets", figures.getInt("list"));
            kit.results().add(suite, registers(tasks, layout), peer.name(), "packets", figures.getInt("registers"));
        }
    }

    /** The server answers at once. */
    private static void time(Kit kit, Peer peer, Service server) throws IOException, InterruptedException {
        if (peer.isDirect()) {
            return;
        }
        for (JsonObject round : rounds(kit, peer, server)) {
            boolean first = round.getInt("round") == 1;
            kit.results().add(TIME, first ? "the first" : LATER, peer.name(), "ms", round.getDouble("list_ms"));
            if (!first) {
                kit.results().add(TIME, OWN, peer.name(), "ms", round.getDouble("own_ms"));
            }
        }
    }

    private static List<JsonObject> rounds(Kit kit, Peer peer, Service server)
            throws IOException, InterruptedException {
        try (Service started = kit.start(peer, server)) {
            return Json.lines(kit.run("tasks", "--connect", started.address(), "--server", server.address()));
        }
    }
}
