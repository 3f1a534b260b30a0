package org.tcbridge.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;

/** {@code tcbridge snapshot} of much memory beside reads of the same size without it, in seconds. */
public final class SnapshotSuite implements Suite {
    /** The one item. */
    public static final String ITEM = "64 MiB, 8 KiB a read at 1 ms";

    private static final int SIZE = 64 << 20;
    private static final String RANGE = "20000000+4000000";
    private static final int READ = 8192;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        // hexadecimal digits of 8 KiB; the reply's own characters are not counted
        Object[] options = {"--packet-size", "4000", "--latency-us", 1000};
        for (int round = 0; round < (kit.plan().quick() ? 1 : 3); round++) {
            try (Service server = kit.serve("server", options)) {
                double us = Json.lines(
                                kit.run("client", "--connect", server.address(), "--work", "m8k", "--seconds", 2))
                        .getFirst()
                        .getDouble("p50_us");
                kit.results().add(name(), ITEM, Peer.DIRECT, "s", SIZE / READ * us / 1e6);
                for (Peer peer : kit.peers()) {
                    if (peer.isTcbridge()) {
                        kit.results().add(name(), ITEM, peer.name(), "s", seconds(kit, peer, server));
                    }
                }
            }
        }
        Progress.say("snapshot: done");
    }

    private static double seconds(Kit kit, Peer peer, Service server) throws IOException, InterruptedException {
        Path file = kit.work().resolve("memory.snapshot");
        long start = System.nanoTime();
        Child.output(
                List.of(
                        peer.command().getFirst(),
                        "snapshot",
                        "--backend",
                        server.address(),
                        "--memory",
                        RANGE,
                        "-o",
                        file.toString()),
                LIMIT);
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.delete(file);
        return seconds;
    }
}
