package org.tcbridge.threadx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tcbridge.core.rtos.TaskState;

/**
 * A thread's state, numbered as they are here: {@code TX_READY} and the following of common/inc/tx_api.h, ThreadX 6.4,
 * together with the id and the name of the object that a thread in that state waits on.
 */
enum ThreadState {
    TX_READY(TaskState.READY),
    TX_COMPLETED(TaskState.COMPLETED),
    TX_TERMINATED(TaskState.TERMINATED),
    TX_SUSPENDED(TaskState.SUSPENDED),
    TX_SLEEP(TaskState.SLEEPING),
    TX_QUEUE_SUSP("queue", 0x51554555),
    TX_SEMAPHORE_SUSP("semaphore", 0x53454d41),
    TX_EVENT_FLAG("event flags", 0x4456444e),
    TX_BLOCK_MEMORY("block pool", 0x424c4f43),
    TX_BYTE_MEMORY("byte pool", 0x42595445),
    TX_IO_DRIVER(TaskState.BLOCKED),
    TX_FILE(TaskState.BLOCKED),
    TX_TCP_IP(TaskState.BLOCKED),
    TX_MUTEX_SUSP("mutex", 0x4d555445),
    TX_PRIORITY_CHANGE(TaskState.BLOCKED);

    private static final List<Optional<ThreadState>> ALL =
            Stream.of(values()).map(Optional::of).toList();

    private final TaskState shared;
    private final String object;
    private final long id;

    ThreadState(TaskState shared) {
        this(shared, "", 0);
    }

    ThreadState(String object, long id) {
        this(TaskState.BLOCKED, object, id);
    }

    ThreadState(TaskState shared, String object, long id) {
        this.shared = shared;
        this.object = object;
        this.id = id;
    }

    static Optional<ThreadState> of(long number) {
        return number >= 0 && number < ALL.size() ? ALL.get((int) number) : Optional.empty();
    }

    /** The same in the words all RTOSes share. */
    TaskState shared() {
        return shared;
    }

    /** What a thread in this state waits on, in words; empty when that is no object of the kernel. */
    String object() {
        return object;
    }

    /** The first word of such an object. */
    long id() {
        return id;
    }
}
