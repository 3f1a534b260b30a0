package org.tcbridge.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.process.Ports;

/** Resident memory of a proxy: after its start, after many sessions, and for each idle one. */
public final class MemorySuite implements Suite {
    /** The item of the memory after many sessions. */
    public static final String AFTER = "after 100 sessions, MiB";

    /** The item of the memory for each further session that is open. */
    public static final String EACH = "each further idle session, KiB";

    private static final double KIB_PER_MIB = 1024;
    private static final int SESSIONS = 100;
    private static final int FURTHER = 200;
    private static final long SETTLE_MS = 500;
    private static final long LIMIT_MS = 30_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        for (int round = 0; round < Math.max(1, kit.plan().rounds() / 5); round++) {
            for (Peer peer : kit.peers()) {
                if (!peer.isDirect()) {
                    measure(kit, peer);
                }
            }
        }
        Progress.say("memory: done");
    }

    private void measure(Kit kit, Peer peer) throws IOException, InterruptedException {
        try (Service server = kit.serve("server")) {
            try (Service started = kit.start(peer, server)) {
                add(kit, peer, "after the start, MiB", resident(started) / KIB_PER_MIB);
                for (int i = 0; i < SESSIONS; i++) {
                    open(kit, started, 0, 1).close();
                }
                add(kit, peer, AFTER, resident(started) / KIB_PER_MIB);
            }
            try (Service started = kit.start(peer, server, SESSIONS + FURTHER);
                    Child first = open(kit, started, 0, SESSIONS)) {
                double before = resident(started);
                try (Child further = open(kit, started, SESSIONS, FURTHER)) {
                    add(kit, peer, EACH, (resident(started) - before) / FURTHER);
                    further.check();
                }
                first.check();
            }
        }
    }

    private void add(Kit kit, Peer peer, String item, double figure) {
        kit.results().add(name(), item, peer.name(), "", figure);
    }

    /** Opens sessions that stay open until the child is closed. */
    private static Child open(Kit kit, Service started, int from, int sessions)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(kit.work(), "sessions", ".log");
        Child child = Child.start(
                List.of(
                        kit.rspbench().toString(),
                        "sessions",
                        "--connect",
                        Ports.address(started.port() + from * started.portStep()),
                        "--port-step",
                        Integer.toString(started.portStep()),
                        "--sessions",
                        Integer.toString(sessions)),
                said);
        long limit = System.currentTimeMillis() + LIMIT_MS;
        while (true) {
            boolean alive = child.isAlive();
            String text = Files.readString(said);
            if (text.contains("open")) {
                return child;
            }
            if (!alive || System.currentTimeMillis() > limit) {
                child.close();
                throw new IOException(
                        "%s: %d sessions were not opened: %s".formatted(started.name(), sessions, text.strip()));
            }
            Thread.sleep(1);
        }
    }

    private static double resident(Service started) throws IOException, InterruptedException {
        Thread.sleep(SETTLE_MS);
        return started.residentKib();
    }
}
