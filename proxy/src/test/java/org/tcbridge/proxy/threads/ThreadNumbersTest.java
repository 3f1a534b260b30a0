package org.tcbridge.proxy.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;

class ThreadNumbersTest {
    private final ThreadNumbers numbers = new ThreadNumbers(List.of(1L), cpu -> false);

    /** A walk that finds tasks of these keys, the first one on the CPU. */
    private List<Long> walk(TaskKey... keys) {
        List<Task> tasks = Arrays.stream(keys)
                .map(key -> task(key, key.equals(keys[0]) ? OptionalInt.of(0) : OptionalInt.empty()))
                .toList();
        numbers.update(new Snapshot.Tasks(tasks, new DataModel(ByteOrder.LITTLE_ENDIAN, Integer.BYTES), List.of()));
        return Arrays.stream(keys).map(key -> numbers.of(key).orElseThrow()).toList();
    }

    private static Task task(TaskKey key, OptionalInt core) {
        return new Task(
                key,
                "task",
                core.isPresent() ? TaskState.RUNNING : TaskState.READY,
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                core,
                OptionalLong.empty(),
                OptionalLong.empty(),
                0,
                Map.of());
    }

    private static TaskKey key(long address, long serial) {
        return new TaskKey(address, serial);
    }

    @Test
    void anotherTaskAtTheAddressIsAnotherThread() {
        assertThat(walk(key(0x100, 1), key(0x200, 2))).containsExactly(1L, 2L);
        assertThat(walk(key(0x100, 1), key(0x200, 3))).containsExactly(1L, 3L);
    }

    /** All serials at once: a task that overwrites another one's number has the kernel's layout learnt again. */
    @Test
    void tasksWhoseSerialsAreTakenFromElsewhereAreTheSameThreads() {
        assertThat(walk(key(0x100, 1), key(0x200, 2), key(0x300, 3))).containsExactly(1L, 2L, 3L);
        assertThat(walk(key(0x200, 91), key(0x300, 92), key(0x100, 93), key(0x400, 94)))
                .containsExactly(2L, 3L, 1L, 4L);
    }

    @Test
    void oneTaskThatIsLeftAtItsAddressProvesNothing() {
        assertThat(walk(key(0x100, 1), key(0x200, 2))).containsExactly(1L, 2L);
        assertThat(walk(key(0x100, 5), key(0x500, 6))).containsExactly(3L, 4L);
    }
}
