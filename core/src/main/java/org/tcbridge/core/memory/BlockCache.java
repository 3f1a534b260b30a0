package org.tcbridge.core.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one halt: what was read once is not read again, and ranges that are wanted together are fetched in as few
 * reads as possible, since over JTAG a read costs 1 to 10 ms however small it is.
 *
 * <p>Discard it when the target runs.
 */
public final class BlockCache implements Memory {
    private final Memory memory;
    private final TreeMap<Long, byte[]> blocks = new TreeMap<>(Long::compareUnsigned);

    /** Creates an empty cache before {@code memory}. */
    public BlockCache(Memory memory) {
        this.memory = memory;
    }

    /**
     * A range of addresses.
     *
     * @param address first address
     * @param length bytes
     */
    public record Range(long address, int length) {}

    /** {@link #prefetch(Collection, Collection)} of what is wanted and nothing else. */
    public void prefetch(Collection<Range> wanted) {
        prefetch(wanted, List.of());
    }

    /**
     * Fetches ranges, those together of which the bytes between cost less than a read of its own ({@link Memory#cost}). A range that
     * cannot be read is left out: reading it later says why.
     *
     * @param wanted these are fetched
     * @param likely may be wanted next: those are fetched that cost less together with one that is wanted than by themselves
     */
    public void prefetch(Collection<Range> wanted, Collection<Range> likely) {
        List<Item> sorted = new ArrayList<>(wanted.size() + likely.size());
        add(sorted, wanted, true);
        add(sorted, likely, false);
        sorted.sort((a, b) -> Long.compareUnsigned(a.range.address, b.range.address));
        ReadCost cost = memory.cost();
        List<Item> group = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (Item item : sorted) {
            long last = item.range.address + item.range.length;
            boolean first = group.isEmpty();
            long joined = (Long.compareUnsigned(last, end) > 0 ? last : end) - start;
            if (!first
                    && (joined < 0 || cost.nanos(joined) > cost.nanos(end - start) + cost.nanos(item.range.length))) {
                fetch(group, start, end);
                group.clear();
                first = true;
            }
            start = first ? item.range.address : start;
            end = first || Long.compareUnsigned(last, end) > 0 ? last : end;
            group.add(item);
        }
        fetch(group, start, end);
    }

    private record Item(Range range, boolean wanted) {}

    private void add(List<Item> items, Collection<Range> ranges, boolean wanted) {
        for (Range range : ranges) {
            if (!holds(range.address, range.length)) {
                items.add(new Item(range, wanted));
            }
        }
    }

    private void fetch(List<Item> group, long start, long end) {
        List<Range> wanted = new ArrayList<>();
        for (Item item : group) {
            if (item.wanted) {
                wanted.add(item.range);
            }
        }
        if (!wanted.isEmpty() && !fetch(start, end) && group.size() > 1) {
            // a hole between two ranges, or one bad range, must not cost the good ones
            for (Range range : wanted) {
                fetch(range.address, range.address + range.length);
            }
        }
    }

    private boolean fetch(long start, long end) {
        try {
            blocks.put(start, memory.read(start, Math.toIntExact(end - start)));
            return true;
        } catch (MemoryException e) {
            return false;
        }
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        Map.Entry<Long, byte[]> block = block(address, length);
        if (block == null) {
            byte[] bytes = memory.read(address, length);
            blocks.put(address, bytes);
            return bytes.clone();
        }
        int offset = (int) (address - block.getKey());
        return Arrays.copyOfRange(block.getValue(), offset, offset + length);
    }

    /** True when all of a range has been read. */
    boolean holds(long address, int length) {
        return block(address, length) != null;
    }

    /** The block that holds all of a range. */
    private Map.@Nullable Entry<Long, byte[]> block(long address, int length) {
        Map.Entry<Long, byte[]> below = blocks.floorEntry(address);
        if (below == null) {
            return null;
        }
        long offset = address - below.getKey();
        return offset < 0 || offset > below.getValue().length - length ? null : below;
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        blocks.clear();
        memory.write(address, data);
    }

    @Override
    public ReadCost cost() {
        return memory.cost();
    }
}
