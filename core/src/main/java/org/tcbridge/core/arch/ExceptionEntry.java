package org.tcbridge.core.arch;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;

/**
 * How a CPU saves registers by itself when an exception comes, for finding those of the interrupted task while a handler
 * runs. The frame it pushes is described by the one stacking file of the architecture whose {@code rtos} is
 * {@value #RTOS}.
 */
public interface ExceptionEntry {
    /** What the frame's stacking file has in the place of an RTOS's id. */
    String RTOS = "exception";

    /**
     * Registers without which it cannot be found, as target descriptions spell them, in lower case. A server that has them all
     * gets a thread of its own for each handler.
     */
    List<String> registers();

    /**
     * Looks for the frame of the task that a CPU in a handler interrupted.
     *
     * @param live the CPU's registers, by canonical name or the description's own in lower case
     * @param memory read from a few times, at most
     */
    Interruption find(Function<String, OptionalLong> live, Memory memory, DataModel data);

    /** What was found. */
    sealed interface Interruption {
        /**
         * The frame.
         *
         * @param stackPointer its address
         * @param facts what its stacking file calls {@code task.NAME}
         * @param inCpu canonical names of the registers whose values are the CPU's still, whatever the frame says
         */
        record Found(long stackPointer, Map<String, Long> facts, Set<String> inCpu) implements Interruption {
            /** Copies the collections. */
            public Found {
                facts = Map.copyOf(facts);
                inCpu = Set.copyOf(inCpu);
            }
        }

        /**
         * It cannot be told where the frame is, or what it holds.
         *
         * @param reason why, for people
         */
        record Unknown(String reason) implements Interruption {}
    }
}
