package org.tcbridge.cli.board;

import java.io.IOException;
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

    private ProcessTree() {}

    /** Ends them politely, then by force. Returns when they are gone. */
    static void end(ProcessHandle root) {
        Set<ProcessHandle> tree = halted(root);
        tree.forEach(ProcessHandle::destroy);
        signal("CONT", tree);
        if (!gone(tree)) {
            tree.forEach(ProcessHandle::destroyForcibly);
            gone(tree);
        }
    }

    /** All of them, none of which can start another one meanwhile: that would outlive its parent, and nobody could find it. */
    private static Set<ProcessHandle> halted(ProcessHandle root) {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        Set<ProcessHandle> found = Set.of(root);
        while (!found.isEmpty()) {
            signal("STOP", found);
            tree.addAll(found);
            found = root.descendants().filter(p -> !tree.contains(p)).collect(Collectors.toSet());
        }
        return tree;
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

    /** False also for one that has ended and that its parent has not asked after: it has no command any more. */
    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
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
