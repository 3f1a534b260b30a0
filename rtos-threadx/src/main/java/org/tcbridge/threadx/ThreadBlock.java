package org.tcbridge.threadx;

import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.Block;

/** A thread's control block as it stood in memory. */
record ThreadBlock(Block block, ThreadLayout layout) {
    /** {@code TX_THREAD_ID}, "THRD". */
    static final long ID = 0x54485244;

    /** {@code TX_MAX_PRIORITIES} is at most this. */
    private static final int MAX_PRIORITIES = 1024;

    long address() {
        return block.address();
    }

    /** A field's value. */
    long value(String field) {
        StructLayout.Place place = layout.thread().place(field);
        return block.unsigned(address() + place.offset(), place.size());
    }

    /** A field's value; empty when the control block was read without it. */
    OptionalLong optional(String field) {
        StructLayout.Place place = layout.thread().place(field);
        long at = address() + place.offset();
        return block.contains(at, place.size())
                ? OptionalLong.of(block.unsigned(at, place.size()))
                : OptionalLong.empty();
    }

    /** The first word of what the port adds behind the ring's pointers: ports with an FPU keep its flag there. */
    long extension2() {
        return block.unsigned(address() + layout.thread().offset("extension_2"), Integer.BYTES);
    }

    long next() {
        return value("tx_thread_created_next");
    }

    long previous() {
        return value("tx_thread_created_previous");
    }

    /** What is wrong with it; empty when it may be a thread. */
    Optional<String> fault() {
        if (value("tx_thread_id") != ID) {
            return Optional.of("tx_thread_id is 0x%x, expected 0x%x (THRD)".formatted(value("tx_thread_id"), ID));
        }
        if (ThreadState.of(value("tx_thread_state")).isEmpty()) {
            return Optional.of("tx_thread_state is %s, expected 0 to %d"
                    .formatted(Long.toUnsignedString(value("tx_thread_state")), ThreadState.values().length - 1));
        }
        if (Long.compareUnsigned(value("tx_thread_priority"), MAX_PRIORITIES) >= 0) {
            return Optional.of("tx_thread_priority is %s, expected less than %d"
                    .formatted(Long.toUnsignedString(value("tx_thread_priority")), MAX_PRIORITIES));
        }
        if (Long.compareUnsigned(value("tx_thread_stack_start"), value("tx_thread_stack_end")) >= 0) {
            return Optional.of("tx_thread_stack_start is 0x%x, tx_thread_stack_end 0x%x"
                    .formatted(value("tx_thread_stack_start"), value("tx_thread_stack_end")));
        }
        return Optional.empty();
    }
}
