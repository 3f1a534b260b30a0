package org.tcbridge.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small executables: header, one program header a section with bytes, the sections, .symtab, .strtab, .shstrtab,
 * section headers (System V ABI, "Object Files").
 */
final class ElfWriter {
    static final int ARM = 40;
    static final int MICROBLAZE = 189;
    static final int AARCH64 = 183;

    static final int NOTYPE = 0;
    static final int OBJECT = 1;
    static final int FUNC = 2;
    static final int FILE = 4;

    static final int LOCAL = 0;
    static final int GLOBAL = 1;
    static final int WEAK = 2;

    private static final int WRITE = 1;
    private static final int ALLOC = 2;
    private static final int EXEC = 4;
    private static final int PROGBITS = 1;
    private static final int SYMTAB = 2;
    private static final int STRTAB = 3;
    private static final int NOBITS = 8;

    private final int machine;
    private final boolean wide;
    private final ByteOrder order;
    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private int type = 2;

    @SuppressWarnings("ArrayRecordComponent")
    private record Part(String name, int type, int flags, long address, long load, long size, byte[] bytes) {}

    ElfWriter(int machine, boolean wide, ByteOrder order) {
        this.machine = machine;
        this.wide = wide;
        this.order = order;
        names.write(0);
        symbol("", 0, 0, NOTYPE, LOCAL, 0);
    }

    static ElfWriter arm() {
        return new ElfWriter(ARM, false, ByteOrder.LITTLE_ENDIAN);
    }

    ElfWriter type(int eType) {
        type = eType;
        return this;
    }

    ElfWriter code(String name, long address, byte... bytes) {
        parts.add(new Part(name, PROGBITS, ALLOC | EXEC, address, address, bytes.length, bytes));
        return this;
    }

    ElfWriter constants(String name, long address, byte... bytes) {
        parts.add(new Part(name, PROGBITS, ALLOC, address, address, bytes.length, bytes));
        return this;
    }

    ElfWriter data(String name, long address, long load, byte... bytes) {
        parts.add(new Part(name, PROGBITS, ALLOC | WRITE, address, load, bytes.length, bytes));
        return this;
    }

    ElfWriter zeroed(String name, long address, long size) {
        parts.add(new Part(name, NOBITS, ALLOC | WRITE, address, address, size, new byte[0]));
        return this;
    }

    /** Adds a section that is not loaded, such as one of debug information. */
    ElfWriter debug(String name, byte... bytes) {
        parts.add(new Part(name, PROGBITS, 0, 0, 0, bytes.length, bytes));
        return this;
    }

    /** Adds a symbol; {@code section} counts from 1 in the order of adding, 0 is undefined, 0xfff1 absolute. */
    ElfWriter symbol(String name, long address, long size, int symbolType, int binding, int section) {
        int nameOffset = name.isEmpty() ? 0 : names.size();
        names.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (!name.isEmpty()) {
            names.write(0);
        }
        byte[] bytes = new byte[wide ? 24 : 16];
        ByteBuffer entry = ByteBuffer.wrap(bytes).order(order).putInt(nameOffset);
        byte info = (byte) (binding << 4 | symbolType);
        if (wide) {
            entry.put(info)
                    .put((byte) 0)
                    .putShort((short) section)
                    .putLong(address)
                    .putLong(size);
        } else {
            entry.putInt((int) address)
                    .putInt((int) size)
                    .put(info)
                    .put((byte) 0)
                    .putShort((short) section);
        }
        symbols.writeBytes(bytes);
        return this;
    }

    byte[] write() {
        int headerBytes = wide ? 64 : 52;
        int programBytes = wide ? 56 : 32;
        int sectionBytes = wide ? 64 : 40;
        List<Part> loaded = parts.stream().filter(ElfWriter::loaded).toList();
        List<Part> all = new ArrayList<>(parts);
        boolean stripped = symbols.size() == (wide ? 24 : 16);
        if (!stripped) {
            all.add(new Part(".symtab", SYMTAB, 0, 0, 0, symbols.size(), symbols.toByteArray()));
            all.add(new Part(".strtab", STRTAB, 0, 0, 0, names.size(), names.toByteArray()));
        }
        ByteArrayOutputStream sectionNames = new ByteArrayOutputStream();
        sectionNames.write(0);
        List<Integer> nameOffsets = new ArrayList<>();
        for (Part part : all) {
            nameOffsets.add(sectionNames.size());
            sectionNames.writeBytes((part.name + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        nameOffsets.add(sectionNames.size());
        sectionNames.writeBytes(".shstrtab\0".getBytes(StandardCharsets.US_ASCII));
        all.add(new Part(".shstrtab", STRTAB, 0, 0, 0, sectionNames.size(), sectionNames.toByteArray()));

        int dataStart = headerBytes + programBytes * loaded.size();
        int sectionStart =
                dataStart + all.stream().mapToInt(p -> p.bytes.length).sum();
        byte[] file = new byte[sectionStart + sectionBytes * (all.size() + 1)];
        ByteBuffer out = ByteBuffer.wrap(file).order(order);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)})
                .put((byte) 1)
                .position(16);
        out.putShort((short) type).putShort((short) machine).putInt(1);
        word(out, parts.isEmpty() ? 0 : parts.getFirst().address);
        word(out, headerBytes);
        word(out, sectionStart);
        out.putInt(0).putShort((short) headerBytes).putShort((short) programBytes);
        out.putShort((short) loaded.size()).putShort((short) sectionBytes);
        out.putShort((short) (all.size() + 1)).putShort((short) all.size());
        int at = dataStart;
        for (Part part : all) {
            if (loaded(part)) {
                program(out, part, at);
            }
            at += part.bytes.length;
        }
        all.forEach(part -> out.put(part.bytes));
        out.position(sectionStart + sectionBytes);
        at = dataStart;
        for (int i = 0; i < all.size(); i++) {
            Part part = all.get(i);
            out.putInt(nameOffsets.get(i)).putInt(part.type);
            word(out, part.flags);
            word(out, part.address);
            word(out, at);
            word(out, part.size);
            out.putInt(part.type == SYMTAB ? i + 2 : 0).putInt(0);
            word(out, 1);
            word(out, part.type == SYMTAB ? (wide ? 24 : 16) : 0);
            at += part.bytes.length;
        }
        return file;
    }

    private static boolean loaded(Part part) {
        return part.bytes.length > 0 && (part.flags & ALLOC) != 0;
    }

    private void program(ByteBuffer out, Part part, int at) {
        out.putInt(1);
        if (wide) {
            out.putInt(5);
        }
        word(out, at);
        word(out, part.address);
        word(out, part.load);
        word(out, part.size);
        word(out, part.size);
        if (!wide) {
            out.putInt(5);
        }
        word(out, 1);
    }

    private void word(ByteBuffer out, long value) {
        if (wide) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }
}
