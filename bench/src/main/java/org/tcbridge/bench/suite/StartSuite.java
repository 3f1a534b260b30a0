package org.tcbridge.bench.suite;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.process.Ports;

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

    /** Until a client gets through: tried every 2 ms, which takes less of the CPU than a look at the kernel's tables. */
    private static double listening(Kit kit, Peer peer, Service server) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = peer.command(port, server.port());
        long start = System.nanoTime();
        try (Child child = Child.start(command, kit.log(peer.name()))) {
            while (!accepts(port)) {
                child.check();
                Thread.sleep(2);
            }
            return (System.nanoTime() - start) / NS_PER_MS;
        }
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket client = new Socket()) {
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (ConnectException e) {
            return false;
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
