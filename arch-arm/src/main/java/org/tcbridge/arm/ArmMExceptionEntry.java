package org.tcbridge.arm;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tcbridge.core.arch.ExceptionEntry;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/**
 * Exception entry of the M profile: the first exception pushes the task's frame on the process stack, nested ones push theirs
 * on the main stack, so that the frame stays at PSP. What form it has, EXC_RETURN tells: it is in lr when a handler begins, and
 * in the handlers' part of the main stack later (Armv7-M ARM, B1.5.6 to B1.5.8).
 */
final class ArmMExceptionEntry implements ExceptionEntry {
    /** EXC_RETURN bits: it returns to thread mode and the process stack. */
    private static final long RETURN_MASK = 0xffffff8eL;

    private static final long RETURN_TO_TASK = 0xffffff8cL;

    /** Clear when the frame has room for floating-point registers. */
    private static final long NO_FLOATS = 0x10;

    /** So much of its stack start-up code and main() use at most before the scheduler runs, in bytes. */
    private static final int RESET_STACK = 4096;

    /** So much of the main stack is searched, in bytes. */
    private static final int SEARCH = 256;

    /** Vector Table Offset Register; word 0 of the table is the main stack's start (Armv7-M ARM, B3.2.5). */
    private static final long VTOR = 0xe000_ed08L;

    /** Floating-Point Context Control Register; the Address Register follows (Armv7-M ARM, B3.2.21). */
    private static final long FPCCR = 0xe000_ef34L;

    /** In {@link #FPCCR}: the floating-point registers of the frame are not stored yet. */
    private static final long LAZY = 1;

    /** Where they will be, in bytes from the frame's start. */
    private static final int FLOATS = 0x20;

    private static final long WORD = 0xffff_ffffL;

    /** Registers that C code restores before it returns (AAPCS32, "Core registers"). */
    private static final Set<String> CALLEE_SAVED = names("r", 4, 11);

    private static final Set<String> LOW_FLOATS = union(List.of(names("s", 0, 15), names("d", 0, 7), Set.of("fpscr")));
    private static final Set<String> HIGH_FLOATS = union(List.of(names("s", 16, 31), names("d", 8, 15)));

    @Override
    public List<String> registers() {
        return List.of("psp", "msp");
    }

    @Override
    public Interruption find(Function<String, OptionalLong> live, Memory memory, DataModel data) {
        OptionalLong psp = live.apply("psp");
        OptionalLong msp = live.apply("msp");
        if (psp.isEmpty() || msp.isEmpty()) {
            return new Interruption.Unknown("the server does not tell psp and msp");
        }
        Words words = new Words(memory, data);
        long lr = live.apply("lr").orElse(0);
        OptionalLong vectors = words.at(VTOR);
        boolean direct = returnsToTask(lr);
        OptionalLong excReturn = direct ? OptionalLong.of(lr) : search(words, msp.getAsLong(), vectors);
        if (excReturn.isEmpty()) {
            return new Interruption.Unknown(
                    "lr 0x%x is no EXC_RETURN of a task, and none was found in %d bytes of stack at 0x%x"
                            .formatted(lr, SEARCH, msp.getAsLong()));
        }
        Set<String> inCpu = new HashSet<>();
        boolean first = direct && atFirstInstruction(words, live, vectors);
        if (first) {
            inCpu.addAll(CALLEE_SAVED);
        }
        if ((excReturn.getAsLong() & NO_FLOATS) == 0) {
            boolean lazy = isLazy(words, psp.getAsLong());
            if (lazy) {
                inCpu.addAll(LOW_FLOATS);
            }
            // a handler that had used any floating-point register would have had the CPU store the frame's
            if (lazy || first) {
                inCpu.addAll(HIGH_FLOATS);
            }
        }
        return new Interruption.Found(psp.getAsLong(), Map.of("exc_return", excReturn.getAsLong()), inCpu);
    }

    private static boolean returnsToTask(long word) {
        return (word & RETURN_MASK) == RETURN_TO_TASK;
    }

    private static OptionalLong search(Words words, long msp, OptionalLong vectors) {
        OptionalLong start = vectors.isEmpty() ? vectors : words.at(vectors.getAsLong());
        long used = start.isEmpty() ? SEARCH : start.getAsLong() - msp;
        // a main stack that does not start above says nothing about where it ends
        int length = used > 0 && used < SEARCH ? (int) used : SEARCH;
        return words.stream(msp & ~3, length / Integer.BYTES)
                .filter(ArmMExceptionEntry::returnsToTask)
                .findFirst();
    }

    private static boolean atFirstInstruction(Words words, Function<String, OptionalLong> live, OptionalLong vectors) {
        OptionalLong xpsr = live.apply("xpsr");
        OptionalLong pc = live.apply("pc");
        if (vectors.isEmpty() || xpsr.isEmpty() || pc.isEmpty()) {
            return false;
        }
        OptionalLong entry = words.at(vectors.getAsLong() + Integer.BYTES * (xpsr.getAsLong() & ArmM.EXCEPTION_NUMBER));
        return entry.isPresent() && (entry.getAsLong() & ~1) == (pc.getAsLong() & ~1);
    }

    private static boolean isLazy(Words words, long psp) {
        long[] both = words.stream(FPCCR, 2).toArray();
        return both.length == 2 && (both[0] & LAZY) != 0 && both[1] == ((psp + FLOATS) & WORD);
    }

    private static Set<String> names(String letter, int first, int last) {
        return Set.copyOf(
                IntStream.rangeClosed(first, last).mapToObj(i -> letter + i).toList());
    }

    private static Set<String> union(List<Set<String>> sets) {
        return Set.copyOf(sets.stream().flatMap(Set::stream).toList());
    }

    /** Words of memory; none where it cannot be read. */
    private record Words(Memory memory, DataModel data) {
        OptionalLong at(long address) {
            return stream(address, 1).findFirst();
        }

        LongStream stream(long address, int count) {
            try {
                byte[] bytes = memory.read(address, count * Integer.BYTES);
                return IntStream.range(0, count).mapToLong(i -> data.unsigned(bytes, i * Integer.BYTES, Integer.BYTES));
            } catch (MemoryException notThere) {
                return LongStream.empty();
            }
        }
    }

    /** True close below the stack pointer that the CPU loads at a reset: the first word of the vector table. */
    static boolean onResetStack(long sp, Memory memory, DataModel data) {
        try {
            long table = data.unsigned(memory.read(VTOR, Integer.BYTES), 0, Integer.BYTES);
            long start = data.unsigned(memory.read(table, Integer.BYTES), 0, Integer.BYTES);
            return sp <= start && sp > start - RESET_STACK;
        } catch (MemoryException e) {
            // a server that does not show the system registers leaves the question open
            return false;
        }
    }
}
