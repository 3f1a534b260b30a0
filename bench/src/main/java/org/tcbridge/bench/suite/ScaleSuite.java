package org.tcbridge.bench.suite;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.tcbridge.bench.process.Peer;

/** A thousand sessions at once beside one, with the same number of 4-byte reads a second in all: 99th percentile, in µs. */
public final class ScaleSuite implements Suite {
    /** Reads a second, over all sessions. */
    private static final int RATE = 2000;

    /** The sessions of the crowd. */
    private static final int MANY = 1000;

    /** The one item. */
    public static final String P99 = "99th percentile";

    @Override
    public String name() {
        return "scale";
    }

    /** The column of a peer with that many sessions. */
    public static String column(String peer, boolean many) {
        return peer + (many ? ", 1000 sessions" : ", one session");
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        for (int round = 0; round < Math.max(1, kit.plan().rounds() / 3); round++) {
            for (Peer peer : kit.peers()) {
                if (kit.plan().quick() && !peer.isTcbridge() && !peer.name().equals("socat")) {
                    continue;
                }
                for (boolean many : List.of(false, true)) {
                    try (Service server = kit.serve("server");
                            Service started = kit.start(peer, server, MANY)) {
                        measure(kit, started, many);
                    }
                }
            }
            Progress.say("scale: round %d".formatted(round + 1));
        }
    }

    private void measure(Kit kit, Service started, boolean many) throws IOException, InterruptedException {
        double seconds = kit.plan().quick() ? 1 : 3;
        JsonObject figures = Json.lines(kit.run(
                        "load",
                        "--connect",
                        started.address(),
                        "--rate",
                        RATE,
                        "--port-step",
                        started.portStep(),
                        "--sessions",
                        many ? MANY : 1,
                        "--seconds",
                        seconds,
                        "--warm",
                        1))
                .getFirst();
        String column = column(started.name(), many);
        kit.results().add(name(), "median", column, "µs", figures.getDouble("p50_us"));
        kit.results().add(name(), P99, column, "µs", figures.getDouble("p99_us"));
    }
}
