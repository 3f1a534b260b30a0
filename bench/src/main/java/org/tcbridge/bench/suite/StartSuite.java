package org.tcbridge.bench.suite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tcbridge.bench.process.Peer;

/** Time from starting a program to its listening, and of {@code tcbridge pipe} to its first byte, in ms. */
public final class StartSuite implements Suite {
    /** The item of a start to listening. */
    public static final String LISTENING = "to listening";

    /** The item of a start of a pipe. */
    public static final String PIPE = "pipe: to the first byte";

    private static final double NS_PER_MS = 1e6;
    private static final byte[] QUESTION = "$qSupported#37".getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {
        List<Peer> peers = new ArrayList<>(kit.peers());
        peers.removeIf(Peer::isDirect);
        try (Service server = kit.serve("server")) {
            for (int round = 0; round <= kit.plan().rounds(); round++) {
                Collections.shuffle(peers);
                for (Peer peer : peers) {
                    double listening = listening(kit, peer, server);
                    double pipe = peer.isTcbridge() ? pipe(kit, peer, server) : Double.NaN;
                    if (round == 0) {
                        continue; // the files come from the disk
                    }
                    kit.results().add(name(), LISTENING, peer.name(), "ms", listening);
                    if (peer.isTcbridge()) {
                        kit.results().add(name(), PIPE, peer.name(), "ms", pipe);
                    }
                }
            }
        }
        Progress.say("start: done");
    }

    private static double listening(Kit kit, Peer peer, Service server) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Service started = kit.start(peer, server)) {
            if (started.port() == server.port()) {
                throw new IOException(peer.name() + " is no program");
            }
            return (System.nanoTime() - start) / NS_PER_MS;
        }
    }

    private static double pipe(Kit kit, Peer peer, Service server) throws IOException, InterruptedException {
        List<String> command = List.of(peer.command().getFirst(), "pipe", "--backend", server.address());
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(kit.log(peer.name()).toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(QUESTION);
            in.flush();
            int first = process.getInputStream().read();
            double took = (System.nanoTime() - start) / NS_PER_MS;
            if (first != '+') {
                throw new IOException("%s pipe: the first byte is %d, expected '+'".formatted(peer.name(), first));
            }
            return took;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }
}
