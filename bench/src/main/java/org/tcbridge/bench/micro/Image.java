package org.tcbridge.bench.micro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.symbol.Symbols;

/** A 32-bit little-endian target's RAM, and where the program's variables are in it. */
final class Image implements Memory, Symbols {
    static final int BASE = 0x2000_0000;

    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final ByteBuffer ram;
    private int end = BASE + 0x100;

    Image(int bytes) {
        ram = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The address of so many bytes that nothing else is in, aligned to 8. */
    int allocate(int bytes) {
        int address = end;
        end += (bytes + 7) & ~7;
        return address;
    }

    /** A variable of the program. */
    int variable(String name, int bytes) {
        int address = allocate(bytes);
        symbols.put(name, (long) address);
        return address;
    }

    /** A string with its end. */
    int string(String text) {
        int address = allocate(text.length() + 1);
        text(address, text);
        return address;
    }

    void text(int address, String text) {
        ram.put(address - BASE, text.getBytes(StandardCharsets.US_ASCII));
    }

    void put(int address, int value) {
        ram.putInt(address - BASE, value);
    }

    int get(int address) {
        return ram.getInt(address - BASE);
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        long offset = address - BASE;
        if (offset < 0 || offset > ram.capacity() - length) {
            throw new MemoryException(address, length, "E14");
        }
        byte[] bytes = new byte[length];
        ram.get((int) offset, bytes);
        return bytes;
    }

    @Override
    public void write(long address, byte[] data) {
        ram.put((int) (address - BASE), data);
    }

    @Override
    public OptionalLong address(String name) {
        Long address = symbols.get(name);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    @Override
    public OptionalLong size(String name) {
        return OptionalLong.empty();
    }
}
