package org.tcbridge.threadx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;

/** Names by address. A name is a constant of the program: what was read once is not read again. */
final class Names {
    /** Longer names are cut off here, in bytes. */
    private static final int LONGEST = 64;

    /** So much is read of a name at a time. */
    private static final int CHUNK = 32;

    private final Map<Long, String> known = new HashMap<>();

    /** Reads names in as few reads as possible. */
    void read(Collection<Long> pointers, BlockCache memory) {
        memory.prefetch(pointers.stream()
                .filter(p -> p != 0 && !known.containsKey(p))
                .distinct()
                .map(p -> new Range(p, CHUNK))
                .toList());
        pointers.forEach(p -> known.computeIfAbsent(p, pointer -> pointer == 0 ? "" : text(pointer, memory)));
    }

    /** A name that was read; empty when there is none that can be read. */
    String at(long pointer) {
        return known.getOrDefault(pointer, "");
    }

    private static String text(long pointer, Memory memory) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int chunk = CHUNK;
        while (text.size() < LONGEST && chunk > 0) {
            try {
                for (byte b : memory.read(pointer + text.size(), chunk)) {
                    if (b == 0) {
                        return text.toString(StandardCharsets.UTF_8);
                    }
                    if ((b > 0 && b < ' ') || b == 0x7f) {
                        return "";
                    }
                    text.write(b);
                }
            } catch (MemoryException e) {
                // the end of readable memory may be near, or the pointer leads nowhere
                boolean nowhere = chunk == CHUNK && text.size() == 0 && !isReadable(pointer, memory);
                chunk = nowhere ? 0 : chunk / 2;
            }
        }
        return text.size() < LONGEST ? "" : text.toString(StandardCharsets.UTF_8);
    }

    private static boolean isReadable(long address, Memory memory) {
        try {
            return memory.read(address, 1).length == 1;
        } catch (MemoryException e) {
            return false;
        }
    }
}
