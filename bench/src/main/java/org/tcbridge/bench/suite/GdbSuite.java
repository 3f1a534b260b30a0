package org.tcbridge.bench.suite;

import com.grack.nanojson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.process.Ports;

/**
 * Real gdb and QEMU with the tests' firmware: what people do, in ms each, and the packets that reach the server for it. Between
 * the peer and QEMU is a link that counts, and that is slow where that is asked for.
 */
public final class GdbSuite implements Suite {
    /** Packets to the server. */
    public static final String PACKETS = "gdb-packets";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<Integer> LATENCIES_US = List.of(0, 1000);
    private static final String RESULT = "RESULT ";
    private static final String DONE = "DONE";
    private static final int BLOB_BYTES = 256 << 10;

    private static final String[] CONDITIONS = {"--conditions", "tcbridge"};

    /** What tables call a peer that evaluates the conditions of breakpoints itself. */
    public static String evaluating(String peer) {
        return new Peer(peer, List.of()).with(CONDITIONS).name();
    }

    /** The item of an action behind a link of so many ms. */
    public static String item(String action, int latencyMs) {
        return action + (latencyMs == 0 ? "" : ", " + latencyMs + " ms");
    }

    @Override
    public String name() {
        return "gdb";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(kit.work().resolve("gdb"));
        SRecords.blob(folder, BLOB_BYTES);
        try (InputStream script =
                Objects.requireNonNull(GdbSuite.class.getResourceAsStream("measure.py"), "measure.py is no resource")) {
            Files.write(folder.resolve("measure.py"), script.readAllBytes());
        }
        int rounds = Math.max(1, kit.plan().rounds() * 3 / 5);
        for (int latencyUs : LATENCIES_US) {
            rounds(kit, folder, latencyUs, rounds);
        }
    }

    private void rounds(Kit kit, Path folder, int latencyUs, int rounds) throws IOException, InterruptedException {
        int qemu = Ports.free();
        List<Service> started = new ArrayList<>();
        Object[] options = {
            "--connect", Ports.address(qemu), "--latency-us", latencyUs, "--count", folder.resolve("packets")
        };
        try (Service link = kit.serve("link", options)) {
            for (Peer peer : peers(kit, latencyUs)) {
                started.add(kit.start(peer, link));
            }
            // a JVM's first session is of classes that are loaded, and belongs to the start; a quick run has no other
            for (int round = kit.plan().quick() ? 0 : -1; round < rounds; round++) {
                Collections.shuffle(started);
                for (Service peer : started) {
                    session(kit, folder, peer, qemu, latencyUs / 1000, round >= 0);
                }
                Progress.say("gdb, %d ms: round %d of %d".formatted(latencyUs / 1000, round + 1, rounds));
            }
        } finally {
            started.forEach(Service::close);
        }
    }

    /** On a slow link tcbridge is measured with each kind of its cache, and where it evaluates the conditions of breakpoints. */
    private static List<Peer> peers(Kit kit, int latencyUs) {
        List<Peer> peers = new ArrayList<>();
        for (Peer peer : kit.peers()) {
            if (!peer.isTcbridge()) {
                peers.add(peer);
                continue;
            }
            Peer withElf =
                    new Peer(peer.name(), peer.with("--elf", firmware(kit)).command());
            peers.add(withElf);
            if (kit.hasCache() && latencyUs > 0 && !kit.plan().quick()) {
                peers.add(withElf.with("--cache", "off"));
                peers.add(withElf.with("--cache", "halted"));
                peers.add(withElf.with(CONDITIONS));
            }
        }
        return peers;
    }

    private static String firmware(Kit kit) {
        return kit.root().resolve("it-tests/firmware/bin/cortex-m4f.elf").toString();
    }

    /** One gdb with a fresh machine. */
    private static void session(Kit kit, Path folder, Service peer, int port, int latencyMs, boolean counts)
            throws IOException, InterruptedException {
        List<String> machine =
                List.of("qemu-system-arm -M mps2-an386 -display none -monitor none -serial null -S -kernel".split(" "));
        List<String> command = new ArrayList<>(machine);
        command.addAll(List.of(firmware(kit), "-gdb", "tcp:" + Ports.address(port)));
        try (Child qemu = Child.listening(command, port, kit.log("qemu"))) {
            qemu.check();
            for (JsonObject result : gdb(kit, folder, peer)) {
                if (!counts) {
                    continue;
                }
                String item = item(result.getString("name"), latencyMs);
                kit.results().add("gdb", item, peer.name(), "ms", result.getDouble("ms"));
                kit.results().add(PACKETS, item, peer.name(), "packets", result.getDouble("packets"));
            }
        }
    }

    private static List<JsonObject> gdb(Kit kit, Path folder, Service peer) throws IOException, InterruptedException {
        String output = Child.output(
                List.of(
                        "gdb-multiarch",
                        "-nx",
                        "-q",
                        "-batch",
                        firmware(kit),
                        "-x",
                        folder.resolve("measure.py").toString()),
                Map.of(
                        "BENCH_FOLDER", folder.toString(),
                        "BENCH_PORT", Integer.toString(peer.port()),
                        "BENCH_STEPS", kit.plan().quick() ? "5" : "30"),
                LIMIT);
        if (!output.endsWith(DONE)) {
            throw new IOException("gdb through %s did not get to the end: %s".formatted(peer.name(), output));
        }
        return Json.lines(String.join(
                "\n",
                output.lines()
                        .filter(line -> line.startsWith(RESULT))
                        .map(line -> line.substring(RESULT.length()))
                        .toList()));
    }
}
