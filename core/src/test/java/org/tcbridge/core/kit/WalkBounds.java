package org.tcbridge.core.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;

/**
 * What must hold of every walk, whatever memory says.
 *
 * @param reads at most so many
 * @param bytes and so many bytes, all together
 * @param tasks fewer than these
 * @param cores at most so many
 * @param name characters of a name, at most
 * @param problems fewer than these
 */
public record WalkBounds(int reads, long bytes, int tasks, int cores, int name, int problems) {
    private static final int REASON = 1000;
    private static final int PROBLEM = 400;

    /**
     * Walks twice.
     *
     * @return true when something is said of damage, the second time
     */
    public boolean walks(RtosView view, DamagedMemory target) {
        boolean noticed = false;
        for (int round = 0; round < 2; round++) {
            current(view, target);
            noticed = snapshot(view, target);
        }
        return noticed;
    }

    private void current(RtosView view, DamagedMemory target) {
        target.startCounting();
        try {
            assertThat(view.current(target).tasks()).hasSizeBetween(1, cores);
        } catch (MemoryException e) {
            assertThat(target.hasHoles()).isTrue();
        }
        assertThat(target.reads()).isEqualTo(1);
    }

    private boolean snapshot(RtosView view, DamagedMemory target) {
        target.startCounting();
        Snapshot snapshot = view.snapshot(target);
        assertThat(target.reads()).isLessThanOrEqualTo(reads);
        assertThat(target.bytesRead()).isLessThanOrEqualTo(bytes);
        return switch (snapshot) {
            case Snapshot.NoTasks(String reason) -> {
                assertThat(reason).isNotBlank().hasSizeLessThan(REASON);
                yield true;
            }
            case Snapshot.Tasks found -> {
                assertThat(found.tasks()).isNotEmpty().hasSizeLessThan(tasks);
                assertThat(found.tasks().stream().map(Task::key).distinct()).hasSameSizeAs(found.tasks());
                assertThat(found.tasks().stream().flatMapToInt(task -> task.core().stream()))
                        .doesNotHaveDuplicates();
                assertThat(found.tasks()).allMatch(task -> task.name().length() <= name);
                assertThat(found.problems()).hasSizeLessThan(problems).allMatch(each -> each.length() < PROBLEM);
                yield !found.problems().isEmpty();
            }
        };
    }
}
