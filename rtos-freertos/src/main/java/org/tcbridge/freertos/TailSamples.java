package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.freertos.KernelLayout.Extent;
import org.tcbridge.freertos.ListWalker.Member;

/** The control blocks of all tasks side by side: what is true of an offset in every one of them is no accident. */
final class TailSamples {
    /** A control block is believed to be no larger, C library block included. */
    private static final int MAX_TCB = 4096;

    private final KernelLayout layout;
    private final List<Member> members;

    private TailSamples(KernelLayout layout, List<Member> members) {
        this.layout = layout;
        this.members = members;
    }

    /** Takes the tasks, and more bytes of each where the heap says that their control blocks are longer. */
    static TailSamples of(KernelLayout layout, List<Member> members, ReaderOf reader) {
        TailSamples samples = new TailSamples(layout, members);
        OptionalInt allocated = samples.allocated();
        if (allocated.isEmpty() || allocated.getAsInt() <= layout.extent().length()) {
            return samples;
        }
        Extent extent = new Extent(layout.extent().before(), allocated.getAsInt());
        TcbReader longer = reader.with(extent);
        List<Member> reread = new ArrayList<>();
        for (Member member : members) {
            try {
                reread.add(new Member(longer.read(member.tcb().address()), member.membership()));
            } catch (MemoryException e) {
                // what was read before is good enough
                reread.add(member);
            }
        }
        return new TailSamples(layout, reread);
    }

    /** Makes a reader for another extent. */
    interface ReaderOf {
        TcbReader with(Extent extent);
    }

    int size() {
        return members.size();
    }

    List<Member> members() {
        return members;
    }

    private int word() {
        return layout.model().pointerBytes();
    }

    /** Whether every task whose bytes reach that far has what {@code test} asks for at {@code offset}. */
    boolean all(int offset, int bytes, Predicate<Member> test) {
        boolean any = false;
        for (Member member : members) {
            if (has(member, offset, bytes)) {
                any = true;
                if (!test.test(member)) {
                    return false;
                }
            }
        }
        return any;
    }

    boolean has(Member member, int offset, int bytes) {
        return member.tcb().block().contains(member.tcb().address() + offset, bytes);
    }

    long word(Member member, int offset) {
        return member.tcb().block().pointer(member.tcb().address() + offset);
    }

    long unsigned(Member member, int offset, int bytes) {
        return member.tcb().block().unsigned(member.tcb().address() + offset, bytes);
    }

    /** Whether the words at {@code offset} are all different and none is outside {@code min} to {@code max}. */
    boolean distinct(int offset, long min, long max) {
        Set<Long> seen = new HashSet<>();
        return all(offset, word(), member -> {
            long value = word(member, offset);
            return value >= min && value <= max && seen.add(value);
        });
    }

    /** How many tasks have {@code test} true. */
    int count(Predicate<Member> test) {
        return (int) members.stream().filter(test).count();
    }

    /** How many different values {@code value} takes. */
    int varieties(ToLongFunction<Tcb> value) {
        return (int) members.stream()
                .mapToLong(m -> value.applyAsLong(m.tcb()))
                .distinct()
                .count();
    }

    /** Longest printable name with its NUL, in bytes. */
    int longestName() {
        int offset = layout.tcb().offset("pcTaskName");
        int longest = 1;
        for (Member member : members) {
            for (int i = 0; has(member, offset + i, 1) && i < 64; i++) {
                long c = unsigned(member, offset + i, 1);
                if (c == 0) {
                    longest = Math.max(longest, i + 1);
                    break;
                }
                if (c < 0x20 || c == 0x7f) {
                    break;
                }
            }
        }
        return longest;
    }

    /**
     * Bytes that the heap gave to most control blocks: the size of {@code TCB_t} rounded up. Read from the word in front,
     * where heap_2, heap_4 and heap_5 keep a block's size with the top bit as a flag (portable/MemMang), and newlib's
     * malloc its chunk's size with flags in the low bits.
     */
    OptionalInt allocated() {
        Map<Integer, Integer> votes = new HashMap<>();
        for (Member member : members) {
            if (!has(member, -word(), word())) {
                continue;
            }
            long size = word(member, -word()) & (-1L >>> (65 - 8 * word()));
            long payload = size % 8 == 0 ? size - 2L * word() : (size & ~7L) - word();
            if (payload >= layout.minimum() && payload <= MAX_TCB) {
                votes.merge((int) payload, 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .filter(vote -> 2 * vote.getValue() >= members.size())
                .max(Map.Entry.comparingByValue())
                .map(vote -> OptionalInt.of(vote.getKey()))
                .orElse(OptionalInt.empty());
    }

    /** Most bytes a control block can have: no stack, no other control block and no kernel variable lies inside. */
    int room(KernelSymbols symbols) {
        long[] objects = members.stream()
                .flatMapToLong(m -> LongStream.of(m.tcb().address(), m.tcb().value("pxStack")))
                .map(TailSamples::signed)
                .sorted()
                .toArray();
        long room = MAX_TCB;
        for (Member member : members) {
            long address = member.tcb().address();
            room = Math.min(room, symbols.room(address).orElse(MAX_TCB));
            int next = Arrays.binarySearch(objects, signed(address)) + 1;
            while (next < objects.length && objects[next] == signed(address)) {
                next++;
            }
            long gap = next < objects.length ? objects[next] - signed(address) : MAX_TCB;
            room = gap > 0 ? Math.min(room, gap) : room;
        }
        return (int) room;
    }

    /** A number whose signed order is the unsigned one of addresses. */
    private static long signed(long address) {
        return address + Long.MIN_VALUE;
    }
}
