package org.tcbridge.bench.suite;

import java.io.IOException;
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
 * @param plan how long
 * @param results where the figures go
 */
public record Kit(Path root, Path work, Path rspbench, List<Peer> peers, Plan plan, Results results) {
    private static final Duration CLIENT_LIMIT = Duration.ofMinutes(3);

    /** Starts a part of rspbench that listens. */
    public Service serve(String part, Object... options) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> command = words(part, options);
        command.addAll(List.of("--listen", Ports.address(port)));
        return new Service(part, port, Child.listening(command, port, log(part)));
    }

    /** Runs a part of rspbench to its end; what it printed, a JSON object a line. */
    public String run(String part, Object... options) throws IOException, InterruptedException {
        return Child.output(words(part, options), CLIENT_LIMIT);
    }

    /** Starts a peer before a server; nobody is started for {@link Peer#isDirect()}. */
    public Service start(Peer peer, Service server) throws IOException, InterruptedException {
        if (peer.isDirect()) {
            return new Service(peer.name(), server.port(), null);
        }
        int port = Ports.free();
        return new Service(
                peer.name(), port, Child.listening(peer.command(port, server.port()), port, log(peer.name())));
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
