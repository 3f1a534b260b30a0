package org.tcbridge.elf.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Debug sections that a test writes: numbers in the target's byte order, LEB128 and texts (DWARF 5, 7.6). */
abstract class SectionWriter implements Sections {
    private final Map<String, ByteArrayOutputStream> sections = new HashMap<>();
    private final ByteOrder order;

    SectionWriter(ByteOrder order) {
        this.order = order;
        // tables of names begin with something else, so that an offset taken for 0 is seen
        text(section(".debug_str"), "wrong");
        text(section(".debug_line_str"), "wrong");
    }

    /** The bytes of a section so far. */
    final ByteArrayOutputStream section(String name) {
        return sections.computeIfAbsent(name, ignored -> new ByteArrayOutputStream());
    }

    final void number(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> (8 * (order == ByteOrder.BIG_ENDIAN ? bytes - 1 - i : i))));
        }
    }

    static void uleb(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>= 7;
        }
        out.write((int) rest);
    }

    static void sleb(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest < -0x40 || rest > 0x3f) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>= 7;
        }
        out.write((int) (rest & 0x7f));
    }

    static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
    }

    @Override
    public DebugSection find(String name) {
        return new DebugSection(name, section(name).toByteArray(), order);
    }
}
