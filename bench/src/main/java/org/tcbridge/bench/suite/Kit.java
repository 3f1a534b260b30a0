package org.tcbridge.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.process.Ports;
import org.tcbridge.bench.report.Results;

/**
 * What every suite works with.
 *
 * @param root the project's folder
 * @param work a folder for files of this run
 * @param rspbench the program that plays gdb and server, built from {@code src/main/c}
 * @param peers who is measured
 * @param hasCache whether {@code tcbridge proxy} knows {@code --cache}
 * @param plan how long
 * @param results where the figures go
 */
public record Kit(Path root, Path work, Path rspbench, List<Peer> peers, boolean hasCache, Plan plan, Results results) {
    private static final Duration CLIENT_LIMIT = Duration.ofMinutes(3);

    /** No proxy, and every tcbridge. */
    public List<Peer> peersThatKnowTasks() {
        return peers.stream()
                .filter(peer -> peer.isDirect() || peer.isTcbridge())
                .toList();
    }

    /** Starts a part of rspbench that listens. */
    public Service serve(String part, Object... options) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = words(part, options);
        command.addAll(List.of("--listen", Ports.address(port)));
        return new Service(part, port, 0, Child.listening(command, port, log(part)));
    }

    /** Runs a part of rspbench to its end; what it printed, a JSON object a line. */
    public String run(String part, Object... options) throws IOException, InterruptedException {
        return Child.output(words(part, options), CLIENT_LIMIT);
    }

    /** The same on these CPUs alone, as {@code taskset} names them. */
    public String runOn(String cpus, String part, Object... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("taskset", "--cpu-list", cpus));
        command.addAll(words(part, options));
        return Child.output(command, CLIENT_LIMIT);
    }

    /** Starts a peer before a server; nobody is started for {@link Peer#isDirect()}. */
    public Service start(Peer peer, Service server) throws IOException, InterruptedException {
        if (peer.isDirect()) {
            return new Service(peer.name(), server.port(), 0, null);
        }
        int port = Ports.free();
        return new Service(
                peer.name(), port, 0, Child.listening(peer.command(port, server.port()), port, log(peer.name())));
    }

    /**
     * Starts a peer for many sessions at once. A tcbridge listener takes one client, so it gets a listener for each session, on
     * ports in a row; {@link Service#portStep()} tells.
     */
    public Service start(Peer peer, Service server, int sessions) throws IOException, InterruptedException {
        if (!peer.isTcbridge()) {
            return start(peer, server);
        }
        int first = Ports.freeInARow(sessions);
        StringBuilder farm = new StringBuilder();
        for (int i = 0; i < sessions; i++) {
            farm.append("[[listener]]\nname = \"s%d\"\nlisten = \"%s\"\nbackend = \"%s\"\n"
                    .formatted(i, Ports.address(first + i), server.address()));
        }
        Path file = Files.writeString(work.resolve("farm.toml"), farm);
        List<String> command = List.of(peer.command().getFirst(), "proxy", "--config", file.toString());
        Child child = Child.listening(command, first + sessions - 1, log(peer.name()));
        return new Service(peer.name(), first, 1, child);
    }

    /** The file for what a program says. */
    public Path log(String name) {
        return work.resolve(name.replace(' ', '-') + ".log");
    }

    private List<String> words(String part, Object... options) {
        List<String> command = new ArrayList<>(List.of(rspbench.toString(), part));
        for (Object option : options) {
            command.add(option.toString());
        }
        return command;
    }
}
