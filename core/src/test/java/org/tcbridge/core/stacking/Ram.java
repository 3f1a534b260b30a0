package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** RAM of one stopped target that counts reads. */
final class Ram implements Memory {
    final List<String> reads = new ArrayList<>();
    private final long start;
    private final byte[] bytes;

    Ram(long start, int length) {
        this.start = start;
        this.bytes = new byte[length];
    }

    /** Puts bytes given in hex, blanks allowed. */
    Ram put(long address, String hex) {
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
        System.arraycopy(data, 0, bytes, (int) (address - start), data.length);
        return this;
    }

    Ram fill(byte with) {
        Arrays.fill(bytes, with);
        return this;
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        reads.add("0x%x %d".formatted(address, length));
        long offset = address - start;
        if (offset < 0 || offset > bytes.length - length) {
            throw new MemoryException(address, length, "E14");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public void write(long address, byte[] data) {
        System.arraycopy(data, 0, bytes, (int) (address - start), data.length);
    }
}
