package org.tcbridge.threadx;

import java.util.Map;
import java.util.Set;
import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * Where the fields of the kernel's structs are.
 *
 * @param configuration what the kernel was compiled with
 * @param thread {@code TX_THREAD}
 * @param object the beginning of what threads wait on
 */
record ThreadLayout(Configuration configuration, StructLayout thread, StructLayout object) {

    static ThreadLayout of(Configuration configuration) {
        return new ThreadLayout(
                configuration, KernelTypes.THREAD.layout(configuration), KernelTypes.OBJECT.layout(configuration));
    }

    /** What most kernels have: only the ports with small numbers beside large pointers extend the timer. */
    static ThreadLayout usual(DataModel model, int longBytes, boolean smp) {
        int timer = model.pointerBytes() > longBytes ? model.pointerBytes() : 0;
        return of(new Configuration(
                model,
                smp ? Set.of(KernelTypes.SMP) : Set.of(),
                Map.of(
                        KernelTypes.ULONG, longBytes,
                        KernelTypes.EXTENSION_0, 0,
                        KernelTypes.EXTENSION_1, 0,
                        KernelTypes.EXTENSION_2, 0,
                        KernelTypes.TIMER_EXTENSION, timer)));
    }

    /** This layout with an extension of so many bytes more. */
    ThreadLayout extended(String extension, int bytes) {
        return of(configuration.with(extension, configuration.number(extension) + bytes));
    }

    DataModel model() {
        return configuration.model();
    }

    /** Reads a thread's control block. */
    ThreadBlock read(Memory memory, long address) throws MemoryException {
        int needed = thread.offset("extension_2") + Integer.BYTES;
        try {
            return new ThreadBlock(Block.read(memory, address, thread.size(), model()), this);
        } catch (MemoryException whole) {
            // the last fields are of less use, and the control block may end before they would
            return new ThreadBlock(Block.read(memory, address, needed, model()), this);
        }
    }
}
