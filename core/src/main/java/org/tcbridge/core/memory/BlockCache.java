package org.tcbridge.core.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

    /**
     * Fetches ranges, those together of which the bytes between cost less than a read of its own ({@link Memory#cost}). A range that
     * cannot be read is left out: reading it later says why.
     */
    public void prefetch(List<Range> ranges) {
        List<Range> sorted = ranges.stream()
                .filter(r -> !isCached(r.address, r.length))
                .sorted(Comparator.comparing(Range::address, Long::compareUnsigned))
                .toList();
        ReadCost cost = memory.cost();
        List<Range> group = new ArrayList<>();
        long end = 0;
        for (Range range : sorted) {
            long last = range.address + range.length;
            if (!group.isEmpty()) {
                long start = group.getFirst().address;
                long joined = (Long.compareUnsigned(last, end) > 0 ? last : end) - start;
                if (joined < 0 || cost.nanos(joined) > cost.nanos(end - start) + cost.nanos(range.length)) {
                    fetch(group, end);
                    group.clear();
                }
            }
            end = group.isEmpty() || Long.compareUnsigned(last, end) > 0 ? last : end;
            group.add(range);
        }
        if (!group.isEmpty()) {
            fetch(group, end);
        }
    }

    private void fetch(List<Range> group, long end) {
        long start = group.getFirst().address;
        try {
            blocks.put(start, memory.read(start, Math.toIntExact(end - start)));
        } catch (MemoryException joined) {
            // a hole between two ranges, or one bad range, must not cost the good ones
            if (group.size() > 1) {
                for (Range range : group) {
                    fetch(List.of(range), range.address + range.length);
                }
            }
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

    private boolean isCached(long address, int length) {
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
