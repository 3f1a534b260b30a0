package org.tcbridge.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tcbridge.bench.process.Child;
import org.tcbridge.bench.process.Peer;

/** Who is measured. */
final class Peers {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Peers() {}

    /** Those of the names given, or all, that this machine has; what is missing is named on standard error. */
    static List<Peer> available(Path root, @Nullable Path packaged, List<String> names) {
        return all(root, packaged)
                .filter(peer -> names.isEmpty() || names.contains(peer.name()))
                .filter(Peers::isThere)
                .toList();
    }

    /** Whether {@code tcbridge proxy} has a cache to be switched off. */
    static boolean hasCache(Path root) throws IOException, InterruptedException {
        return Child.output(List.of(root.resolve("tcbridge").toString(), "proxy", "--help"), LIMIT)
                .contains("--cache");
    }

    private static Stream<Peer> all(Path root, @Nullable Path packaged) {
        String rspbench = root.resolve("bench/target/rspbench").toString();
        return Stream.of(
                new Peer(Peer.DIRECT, List.of()),
                new Peer("relay", List.of(rspbench, "relay", "--listen", "{listen}", "--connect", "{target}")),
                new Peer(
                        "socat",
                        List.of(
                                "socat",
                                "TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,fork,nodelay,backlog=1024",
                                "TCP:{target},nodelay")),
                tcbridge("tcbridge", root.resolve("tcbridge")),
                tcbridge("tcbridge packaged", packaged == null ? packaged(root) : packaged));
    }

    /** The launcher of the package that {@code ./mvnw -Ppackage} has made last; where it would be, when there is none. */
    private static Path packaged(Path root) {
        Path target = root.resolve("dist/target");
        String[] names = Objects.requireNonNullElse(target.toFile().list(), new String[0]);
        return Stream.of(names)
                .map(name -> target.resolve(name).resolve("bin/tcbridge"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(target.resolve("tcbridge-VERSION/bin/tcbridge"));
    }

    private static Peer tcbridge(String name, Path program) {
        return new Peer(
                name,
                List.of(program.toAbsolutePath().toString(), "proxy", "--listen", "{listen}", "--backend", "{target}"));
    }

    private static boolean isThere(Peer peer) {
        if (peer.isDirect() || onPath(peer.command().getFirst())) {
            return true;
        }
        System.err.println("bench: not measured: " + peer.name() + ", for want of "
                + peer.command().getFirst());
        return false;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    }
}
