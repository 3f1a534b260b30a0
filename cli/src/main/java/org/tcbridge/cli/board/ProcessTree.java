package org.tcbridge.cli.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process and all that it has started and that is still its own: they are ended together. */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger("tcbridge");

    static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    /** So long processes have to end by themselves when they are told to. */
    private static final Duration POLITE = Duration.ofMillis(300);

    private static final Duration LOOK = Duration.ofMillis(5);

    /** What cannot be halted, another user's say, may start others for ever. */
    private static final int ROUNDS = 50;

    private ProcessTree() {}

    /** Ends them politely, then by force. Returns when they are gone. */
    static void end(ProcessHandle root) {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        halt(Set.of(root), tree);
        tree.forEach(ProcessHandle::destroy);
        signal("CONT", tree);
        if (!gone(tree)) {
            halt(Set.copyOf(tree), tree); // being told to end, they may have started others
            tree.forEach(ProcessHandle::destroyForcibly);
            gone(tree);
        }
    }

    /**
     * Halts processes and all that they have started, and adds them to the tree. One that is halted starts no other, which would
     * outlive it, and which nobody could find.
     */
    private static void halt(Set<ProcessHandle> processes, Set<ProcessHandle> tree) {
        Set<ProcessHandle> found = processes;
        for (int round = 0; round < ROUNDS && !found.isEmpty(); round++) {
            signal("STOP", found);
            tree.addAll(found);
            found = tree.stream()
                    .flatMap(ProcessHandle::descendants)
                    .filter(p -> !tree.contains(p))
                    .collect(Collectors.toSet());
        }
    }

    private static void signal(String name, Set<ProcessHandle> processes) {
        String ids = processes.stream()
                .filter(ProcessTree::lives)
                .map(p -> Long.toString(p.pid()))
                .collect(Collectors.joining(" "));
        if (WINDOWS || ids.isEmpty()) {
            return;
        }
        try {
            // one that has just ended is no news
            new ProcessBuilder(List.of("/bin/sh", "-c", "kill -" + name + " " + ids + " 2>/dev/null"))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            LOG.warn("processes {} were not sent SIG{}: {}", ids, name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    /** For Java one that has ended lives until its parent has asked after it (proc(5), {@code /proc/PID/stat}). */
    private static boolean isZombie(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return false; // not Linux, or gone meanwhile
        }
    }

    private static boolean gone(Set<ProcessHandle> tree) {
        long start = System.nanoTime();
        while (tree.stream().anyMatch(ProcessTree::lives)) {
            if (System.nanoTime() - start >= POLITE.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
