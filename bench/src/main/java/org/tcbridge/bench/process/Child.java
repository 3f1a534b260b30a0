package org.tcbridge.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs beside the measuring until it is closed, with the programs it has started itself. */
public final class Child implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final String LISTENING = "0A";

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /** Starts a program; what it says goes to a file. */
    public static Child start(List<String> command, Path output) throws IOException {
        return new Child(new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start());
    }

    /** Starts a program and waits until it listens. Nobody connects: that would open a session. */
    public static Child listening(List<String> command, int port, Path output)
            throws IOException, InterruptedException {
        Child child = start(command, output);
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (!isListening(port)) {
            if (!child.process.isAlive() || System.nanoTime() > limit) {
                child.close();
                throw new IOException(
                        "nothing listens on port %d: %s; see %s".formatted(port, String.join(" ", command), output));
            }
            Thread.sleep(1);
        }
        return child;
    }

    private static boolean isListening(int port) throws IOException {
        String suffix = ":%04X".formatted(port);
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(file))) {
                if (lines.map(line -> line.trim().split(" +"))
                        .anyMatch(fields -> fields[3].equals(LISTENING) && fields[1].endsWith(suffix))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Fails when it has ended by itself. */
    public void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("%s ended with status %d"
                    .formatted(process.info().command().orElse("a program"), process.exitValue()));
        }
    }

    /** Moves it, with its children and threads, to these CPUs, as {@code taskset} names them. */
    public void moveTo(String cpus) throws IOException, InterruptedException {
        for (ProcessHandle handle : handles()) {
            output(
                    List.of("taskset", "--all-tasks", "--cpu-list", "--pid", cpus, Long.toString(handle.pid())),
                    Duration.ofSeconds(10));
        }
    }

    /** Resident memory of it and its children, in KiB (the kernel's {@code smaps_rollup}). */
    public long residentKib() throws IOException {
        long kib = 0;
        for (ProcessHandle handle : handles()) {
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(handle.pid()), "smaps_rollup"))) {
                kib += lines.filter(line -> line.startsWith("Rss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum();
            }
        }
        return kib;
    }

    private List<ProcessHandle> handles() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> handles = handles();
        handles.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                handles.forEach(ProcessHandle::destroyForcibly);
                process.waitFor();
            }
        } catch (InterruptedException e) {
            handles.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a program to its end and returns what it wrote to standard output; an exit status other than 0 is an error. */
    public static String output(List<String> command, Duration limit) throws IOException, InterruptedException {
        return output(command, Map.of(), limit);
    }

    /** The same with these variables in its environment. */
    public static String output(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("bench", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Thread watchdog = Thread.ofVirtual().start(() -> endAfter(process, limit));
            String text;
            try (Stream<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines()) {
                text = String.join("\n", lines.toList());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            int status = process.waitFor();
            watchdog.interrupt();
            if (status != 0) {
                throw new IOException("status %d of %s: %s"
                        .formatted(
                                status,
                                String.join(" ", command),
                                Files.readString(errors).strip()));
            }
            return text;
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(errors);
        }
    }

    private static void endAfter(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }
}
