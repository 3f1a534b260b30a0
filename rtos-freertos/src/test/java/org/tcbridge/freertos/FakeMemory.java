package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** RAM of a target: one range of bytes, perhaps with holes that cannot be read. Counts reads. */
final class FakeMemory implements Memory {
    private final long base;
    private final byte[] bytes;
    private final List<Range> holes = new ArrayList<>();
    private int reads;

    FakeMemory(long base, int size) {
        this.base = base;
        this.bytes = new byte[size];
    }

    byte[] bytes() {
        return bytes;
    }

    long end() {
        return base + bytes.length;
    }

    void hole(long address, int length) {
        holes.add(new Range(address, length));
    }

    void noHoles() {
        holes.clear();
    }

    /** Reads since the last call. */
    int takeReads() {
        int taken = reads;
        reads = 0;
        return taken;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        reads++;
        long offset = address - base;
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new MemoryException(address, length, "E14");
        }
        for (Range hole : holes) {
            if (address < hole.address() + hole.length() && hole.address() < address + length) {
                throw new MemoryException(address, length, "E14");
            }
        }
        byte[] out = new byte[length];
        System.arraycopy(bytes, (int) offset, out, 0, length);
        return out;
    }

    @Override
    public void write(long address, byte[] data) {
        System.arraycopy(data, 0, bytes, (int) (address - base), data.length);
    }

    void poke(long address, long value, int length, ByteOrder order) {
        for (int i = 0; i < length; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
            bytes[(int) (address - base) + at] = (byte) (value >>> (8 * i));
        }
    }

    long peek(long address, int length, ByteOrder order) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? i : length - 1 - i;
            value = value << 8 | (bytes[(int) (address - base) + at] & 0xff);
        }
        return value;
    }
}
