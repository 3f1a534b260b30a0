package org.tcbridge.cli.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command of the user's that runs in a shell: both its output streams go line by line to a console, the last lines are
 * kept. Its standard input never ends, so that it may wait for some.
 */
final class ChildCommand {
    /** So many lines are kept. */
    private static final int KEPT = 5;

    /** So long output is waited for when the command has ended: what it started may hold the stream open, in ms. */
    private static final int DRAIN_MS = 500;

    private final String command;
    private final Process process;
    private final Deque<String> last = new ArrayDeque<>();
    private final CompletableFuture<@Nullable Void> over;
    private volatile boolean stopped;

    private ChildCommand(String command, Process process, Consumer<String> console) {
        this.command = command;
        this.process = process;
        CompletableFuture<@Nullable Void> read = new CompletableFuture<>();
        Thread.ofVirtual().name(command).start(() -> {
            read(console);
            read.complete(null);
        });
        // Process.onExit may not come while somebody reads the stream (JDK 25): waitFor does
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread.ofVirtual().name(command).start(() -> exit.complete(status()));
        over = exit.thenCompose(ended -> read.copy().completeOnTimeout(null, DRAIN_MS, TimeUnit.MILLISECONDS))
                .thenRun(() -> {
                    if (!stopped) {
                        console.accept("(ended with status " + process.exitValue() + ")");
                    }
                });
    }

    /**
     * Starts a command.
     *
     * @param command as one types it in a shell
     * @param console takes its lines, without their ends; from a thread of its own
     * @throws IOException when there is no shell
     */
    static ChildCommand start(String command, Consumer<String> console) throws IOException {
        List<String> line = ProcessTree.WINDOWS ? List.of("cmd.exe", "/c", command) : List.of("/bin/sh", "-c", command);
        return new ChildCommand(
                command, new ProcessBuilder(line).redirectErrorStream(true).start(), console);
    }

    private int status() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // nobody interrupts this thread
            }
        }
    }

    private void read(Consumer<String> console) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                keep(line);
                console.accept(line);
            }
        } catch (IOException e) {
            // the stream was closed with the process
        }
    }

    private synchronized void keep(String line) {
        // the shell says that it was terminated: that is known
        if (!stopped && !line.isBlank()) {
            last.add(line.strip());
            if (last.size() > KEPT) {
                last.remove();
            }
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** True when it has ended and its last lines are there. */
    boolean isOver() {
        return over.isDone();
    }

    /**
     * Waits for its end.
     *
     * @return its exit status; empty when it still runs after so long
     */
    OptionalInt await(Duration limit) throws IOException {
        try {
            over.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return OptionalInt.of(process.exitValue());
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new IOException("'" + command + "' was interrupted", e);
        }
    }

    /** How it ended, with its last lines: {@code 'x' ended with status 1: first | second}. */
    String ending() {
        return "'%s' ended with status %d".formatted(command, process.exitValue()) + lastLines();
    }

    /** Its last lines, as an error message goes on; {@code  (it printed nothing)} without any. */
    synchronized String lastLines() {
        return last.isEmpty() ? " (it printed nothing)" : ": " + String.join(" | ", last);
    }

    /** Ends it and all that it has started and that is still its own: politely, then by force. Returns when they are gone. */
    void stop() {
        stopped = true;
        ProcessTree.end(process.toHandle());
    }
}
