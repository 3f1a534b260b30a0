package org.tcbridge.core.memory;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one halt after another, for a reader who reads the same places at each: what was read at both of the last two halts is
 * read along with the first thing that is wanted of it, where that costs less than reads of their own ({@link Memory#cost}) and no
 * further reply of the server. Nothing that was read at one halt is shown at another.
 */
public final class HaltMemory implements Memory {
    /** So many refusals are remembered. */
    private static final int MOST = 256;

    private final Memory memory;
    private BlockCache halt;
    private TreeMap<Long, Integer> now = new TreeMap<>(Long::compareUnsigned);
    private TreeMap<Long, Integer> before = new TreeMap<>(Long::compareUnsigned);
    private TreeMap<Long, Integer> habit = new TreeMap<>(Long::compareUnsigned);

    /** What could not be read together: it will not be the next time either. */
    private final Set<Extent> refused = new HashSet<>();

    /** Knows nothing of what is read from {@code memory}. */
    public HaltMemory(Memory memory) {
        this.memory = memory;
        this.halt = new BlockCache(memory);
    }

    /** The target ran, or its memory was written: what was read before is stale. */
    public void forget() {
        halt = new BlockCache(memory);
        if (now.isEmpty()) {
            // nobody looked: that says nothing of what is looked at when somebody does
            return;
        }
        habit = new TreeMap<>(Long::compareUnsigned);
        now.forEach((address, length) -> {
            Integer then = before.get(address);
            if (then != null) {
                habit.put(address, Math.min(length, then));
            }
        });
        before = now;
        now = new TreeMap<>(Long::compareUnsigned);
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        now.merge(address, length, Math::max);
        if (!halt.holds(address, length)) {
            Extent together = together(new Extent(address, address + length));
            if (together.bytes() > length) {
                try {
                    halt.read(together.start, Math.toIntExact(together.bytes()));
                } catch (MemoryException e) {
                    // what is wanted may be there nevertheless, and if not, its own read says why
                    if (refused.size() == MOST) {
                        refused.clear();
                    }
                    refused.add(together);
                }
            }
        }
        return halt.read(address, length);
    }

    /** What is wanted and the habits around it that cost less together. */
    private Extent together(Extent wanted) {
        Extent group = wanted;
        Map.@Nullable Entry<Long, Integer> next = habit.ceilingEntry(wanted.start);
        while (next != null && pays(group, next)) {
            group = group.with(next);
            next = habit.higherEntry(next.getKey());
        }
        next = habit.lowerEntry(wanted.start);
        while (next != null && pays(group, next)) {
            group = group.with(next);
            next = habit.lowerEntry(next.getKey());
        }
        return refused.contains(group) ? wanted : group;
    }

    private boolean pays(Extent group, Map.Entry<Long, Integer> other) {
        if (halt.holds(other.getKey(), other.getValue())) {
            return false;
        }
        ReadCost cost = memory.cost();
        long joined = group.with(other).bytes();
        boolean oneReply = joined <= Math.max(cost.most(), group.bytes());
        return joined > 0 && oneReply && cost.nanos(joined) <= cost.nanos(group.bytes()) + cost.nanos(other.getValue());
    }

    /** A range of addresses and the one behind it. */
    private record Extent(long start, long end) {
        long bytes() {
            return end - start;
        }

        Extent with(Map.Entry<Long, Integer> range) {
            long first = range.getKey();
            long last = first + range.getValue();
            return new Extent(
                    Long.compareUnsigned(first, start) < 0 ? first : start,
                    Long.compareUnsigned(last, end) > 0 ? last : end);
        }
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        forget();
        memory.write(address, data);
    }

    @Override
    public ReadCost cost() {
        return memory.cost();
    }
}
