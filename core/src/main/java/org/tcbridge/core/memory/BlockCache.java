package org.tcbridge.core.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Memory of one halt: what was read once is not read again, and ranges that are wanted together are fetched in as few
 * reads as possible, since over JTAG a read costs 1 to 10 ms however small it is.
 *
 * <p>Discard it when the target runs.
 */
public final class BlockCache implements Memory {
    /** Ranges closer than this many bytes are read together. */
    static final int GAP = 512;

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
     * Fetches ranges, neighbours together. A range that cannot be read is left out: reading it later says why. Bytes
     * between ranges may be read on the way, at most {@value #GAP} in a row.
     */
    public void prefetch(List<Range> ranges) {
        List<Range> sorted = ranges.stream()
                .filter(r -> cached(r.address, r.length) == null)
                .sorted(Comparator.comparing(Range::address, Long::compareUnsigned))
                .toList();
        List<Range> group = new ArrayList<>();
        long end = 0;
        for (Range range : sorted) {
            if (!group.isEmpty() && Long.compareUnsigned(range.address, end + GAP) > 0) {
                fetch(group, end);
                group.clear();
            }
            long last = range.address + range.length;
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
        byte[] hit = cached(address, length);
        if (hit == null) {
            hit = memory.read(address, length);
            blocks.put(address, hit);
        }
        return hit.clone();
    }

    private byte @org.jspecify.annotations.Nullable [] cached(long address, int length) {
        var below = blocks.floorEntry(address);
        if (below == null) {
            return null;
        }
        long offset = address - below.getKey();
        byte[] bytes = below.getValue();
        if (offset < 0 || offset > bytes.length - length) {
            return null;
        }
        return java.util.Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        blocks.clear();
        memory.write(address, data);
    }
}
