package org.tcbridge.core.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** A sound kernel's memory, damaged as a fuzz test's input says, with ranges that cannot be read. Counts what is read. */
public final class DamagedMemory implements Memory {
    /** Bytes of what is taken for a list or a control block. */
    public static final int BLOCK = 48;

    /** From one byte to so many cannot be read at a place. */
    private static final int HOLE = 300;

    private static final int MOST_HITS = 24;

    private record Hole(int start, int end) {}

    private final long base;
    private final byte[] sound;
    private final int used;
    private final DataModel model;
    private final int word;
    private final byte[] bytes;
    private final List<Hole> holes = new ArrayList<>();
    private int reads;
    private long bytesRead;

    /**
     * The memory of a kernel that is sound.
     *
     * @param base its first address
     * @param used kernel data ends after so many bytes; what follows is free, a block or more
     */
    public DamagedMemory(long base, byte[] sound, int used, DataModel model) {
        this.base = base;
        this.sound = sound.clone();
        this.used = used;
        this.model = model;
        this.word = model.pointerBytes();
        bytes = sound.clone();
    }

    /**
     * Damages words, pointers and blocks at places of the input's choice, and makes holes.
     *
     * @param block damages a block at this offset
     */
    public void hits(FuzzInput input, IntConsumer block) {
        for (int hits = input.below(MOST_HITS); hits > 0; hits--) {
            int at = place(input);
            switch (input.below(5)) {
                case 0 -> put(at, model.bytes(input.number(word), word));
                // a pointer into RAM, perhaps not aligned
                case 1 -> put(at, model.bytes(base + input.below(used), word));
                // another word of the kernel's: its pointers lead somewhere
                case 2 -> copy(place(input), at, word);
                case 3 -> block.accept(at);
                default -> holes.add(new Hole(at, at + 1 + input.below(HOLE)));
            }
        }
    }

    /** The offset of a word in kernel data. */
    public int place(FuzzInput input) {
        return input.below(used / word) * word;
    }

    /** Bytes of one's own at an offset. */
    public void put(int at, byte[] data) {
        System.arraycopy(data, 0, bytes, at, data.length);
    }

    /** Other bytes of the memory at an offset. */
    public void copy(int from, int at, int count) {
        System.arraycopy(bytes, from, bytes, at, count);
    }

    /** Kernel data is nothing but this byte. */
    public void fill(byte octet) {
        Arrays.fill(bytes, 0, used, octet);
    }

    /** All is sound again, and can be read. */
    public void mend() {
        put(0, sound);
        holes.clear();
    }

    /** True when some of it cannot be read. */
    public boolean hasHoles() {
        return !holes.isEmpty();
    }

    /** Counts anew. */
    public void startCounting() {
        reads = 0;
        bytesRead = 0;
    }

    /** Reads since then. */
    public int reads() {
        return reads;
    }

    /** Bytes since then, whether they could be read or not. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        assertThat(length).isPositive();
        reads++;
        bytesRead += length;
        long offset = address - base;
        if (offset < 0
                || offset > bytes.length - length
                || holes.stream().anyMatch(h -> offset < h.end && h.start < offset + length)) {
            throw new MemoryException(address, length, "E14");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public void write(long address, byte[] data) {
        throw new AssertionError("a walk writes nothing");
    }
}
