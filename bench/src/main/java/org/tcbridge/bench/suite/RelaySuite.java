package org.tcbridge.bench.suite;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tcbridge.bench.process.Peer;

/**
 * Round trips through whoever stands between a synthetic gdb and a synthetic server.
 *
 * <p>Waking a thread on another CPU can cost more than all else in a round trip, and where the scheduler puts gdb, proxy and
 * server is luck. So the cases of a fast server are measured twice: wherever they run, and all on one CPU, which shows what
 * the proxy itself takes.
 */
public final class RelaySuite implements Suite {
    /** The unit of all figures. */
    public static final String UNIT = "µs";

    /** The suite with the 99th percentiles of the same slices. */
    public static final String TAIL = "relay-p99";

    /** Packets that reach the server for one operation. */
    public static final String PACKETS = "relay-packets";

    private static final double WARM_SECONDS = 0.05;
    private static final double WARM_UP_SECONDS = 0.7;

    /** Where gdb, peer and server run. */
    private enum Cpus {
        ANY("0-" + (Runtime.getRuntime().availableProcessors() - 1)),
        ONE("0");

        private final String list;

        Cpus(String list) {
            this.list = list;
        }
    }

    /** A workload of {@code client.c} under a condition. */
    private record Case(String work, int latencyUs, boolean ack, Cpus cpus) {
        String item() {
            return work
                    + (ack ? ", ack" : "")
                    + (latencyUs > 0 ? ", " + latencyUs / 1000 + " ms" : "")
                    + (cpus == Cpus.ONE ? ", one CPU" : "");
        }

        /** So that a slice of a slow server has several operations. */
        double seconds(Plan plan) {
            return Math.max(plan.seconds(), 12 * latencyUs / 1e6);
        }
    }

    private final List<Case> cases = new ArrayList<>();

    /**
     * All cases, or those of the workloads named.
     *
     * @param quick neither the slowest server nor all on one CPU
     */
    public RelaySuite(List<String> works, boolean quick) {
        List<String> all = List.of("m4", "m4k", "m64k", "x4k", "x16k", "step", "break", "session");
        for (Cpus cpus : quick ? List.of(Cpus.ANY) : List.of(Cpus.values())) {
            all.forEach(work -> add(works, new Case(work, 0, false, cpus)));
            List.of("m4", "x4k", "step").forEach(work -> add(works, new Case(work, 0, true, cpus)));
        }
        for (int latencyUs : quick ? List.of(1000) : List.of(1000, 5000)) {
            List.of("m4", "m4k", "step").forEach(work -> add(works, new Case(work, latencyUs, false, Cpus.ANY)));
        }
    }

    private void add(List<String> works, Case measured) {
        if (works.isEmpty() || works.contains(measured.work())) {
            cases.add(measured);
        }
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        List<Service> started = new ArrayList<>();
        try (Service server = kit.serve("server")) {
            for (Peer peer : kit.peers()) {
                started.add(kit.start(peer, server));
            }
            for (Service peer : started) {
                verify(kit, peer);
                warmUp(kit, peer);
            }
            for (int round = 0; round < kit.plan().rounds(); round++) {
                for (Cpus cpus : Cpus.values()) {
                    server.moveTo(cpus.list);
                    for (Service peer : started) {
                        peer.moveTo(cpus.list);
                    }
                    for (Case measured : cases) {
                        if (measured.cpus() == cpus) {
                            turn(kit, started, measured, server);
                        }
                    }
                }
                Progress.say(
                        "relay: round %d of %d".formatted(round + 1, kit.plan().rounds()));
            }
        } finally {
            started.forEach(Service::close);
        }
    }

    /** A slice of each peer, in an order of luck. */
    private static void turn(Kit kit, List<Service> peers, Case measured, Service server)
            throws IOException, InterruptedException {
        Collections.shuffle(peers);
        for (Service peer : peers) {
            slice(kit, peer, measured, server);
        }
    }

    private static void verify(Kit kit, Service peer) throws IOException, InterruptedException {
        kit.run("verify", "--connect", peer.address());
        kit.run("verify", "--connect", peer.address(), "--ack");
    }

    /** A JVM compiles what it uses. */
    private void warmUp(Kit kit, Service peer) throws IOException, InterruptedException {
        if (!peer.name().equals(Peer.DIRECT)) {
            String works =
                    String.join(",", cases.stream().map(Case::work).distinct().toList());
            kit.run("client", "--connect", peer.address(), "--work", works, "--seconds", WARM_UP_SECONDS);
        }
    }

    private static void slice(Kit kit, Service peer, Case measured, Service server)
            throws IOException, InterruptedException {
        List<Object> options = new ArrayList<>(List.of("--connect", peer.address(), "--server", server.address()));
        options.addAll(List.of("--work", measured.work(), "--seconds", measured.seconds(kit.plan())));
        options.addAll(List.of("--warm", WARM_SECONDS, "--latency-us", measured.latencyUs()));
        if (measured.ack()) {
            options.add("--ack");
        }
        String line = kit.runOn(measured.cpus().list, "client", options.toArray());
        JsonObject figures = Json.lines(line).getFirst();
        String item = measured.item();
        String name = peer.name();
        kit.results().add("relay", item, name, UNIT, figures.getDouble("p50_us"));
        kit.results().add(TAIL, item, name, UNIT, figures.getDouble("p99_us"));
        kit.results().add(PACKETS, item, name, "packets", figures.getDouble("packets"));
    }
}
