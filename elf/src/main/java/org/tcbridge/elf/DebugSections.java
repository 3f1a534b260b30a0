package org.tcbridge.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.tcbridge.elf.dwarf.DebugSection;
import org.tcbridge.elf.dwarf.DwarfException;
import org.tcbridge.elf.dwarf.Sections;

/**
 * A file's sections of debug information, decompressed when asked for: marked {@code SHF_COMPRESSED} (System V ABI,
 * "Section Compression") or named {@code .zdebug_...}, as GNU's tools had it before.
 */
final class DebugSections implements Sections {
    static final String INFO = ".debug_info";
    static final String PREFIX = ".debug_";
    static final String OLD_PREFIX = ".zdebug_";

    private static final int ELFCOMPRESS_ZLIB = 1;
    /** What old sections begin with, before 8 bytes of size, big-endian. */
    private static final byte[] OLD_MAGIC = {'Z', 'L', 'I', 'B'};

    private static final int OLD_HEADER = 12;

    /** No debug section that matters is larger when decompressed, in bytes. */
    private static final long MOST = 1L << 28;

    private final byte[] file;
    private final ByteOrder order;
    private final boolean wide;
    private final List<Extent> extents;

    /**
     * Where a section is in the file.
     *
     * @param compressed whether it is marked so
     */
    record Extent(String name, long offset, long size, boolean compressed) {}

    /**
     * Sections of a file.
     *
     * @param file the whole file; not copied
     * @param wide whether its headers are those of 64 bits
     */
    DebugSections(byte[] file, ByteOrder order, boolean wide, List<Extent> extents) {
        this.file = file;
        this.order = order;
        this.wide = wide;
        this.extents = List.copyOf(extents);
    }

    /** Whether there is any. */
    boolean any() {
        return extents.stream().anyMatch(e -> plainName(e.name).equals(INFO));
    }

    private static String plainName(String name) {
        return name.startsWith(OLD_PREFIX) ? PREFIX + name.substring(OLD_PREFIX.length()) : name;
    }

    @Override
    public DebugSection find(String name) throws DwarfException {
        for (Extent extent : extents) {
            if (plainName(extent.name).equals(name)) {
                byte[] bytes =
                        Arrays.copyOfRange(file, (int) extent.offset, Math.toIntExact(extent.offset + extent.size));
                return new DebugSection(name, decompressed(extent, bytes), order);
            }
        }
        return new DebugSection(name, new byte[0], order);
    }

    private byte[] decompressed(Extent extent, byte[] bytes) throws DwarfException {
        if (extent.compressed) {
            int header = wide ? 24 : 12;
            if (bytes.length < header) {
                throw new DwarfException(
                        "%s: %d bytes, expected a compression header".formatted(extent.name, bytes.length));
            }
            ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
            int type = in.getInt(0);
            if (type != ELFCOMPRESS_ZLIB) {
                throw new DwarfException(
                        "%s: compression type %d, expected %d (zlib)".formatted(extent.name, type, ELFCOMPRESS_ZLIB));
            }
            return inflate(extent.name, bytes, header, wide ? in.getLong(8) : in.getInt(4) & 0xffff_ffffL);
        }
        boolean old = extent.name.startsWith(OLD_PREFIX)
                && bytes.length >= OLD_HEADER
                && Arrays.equals(bytes, 0, OLD_MAGIC.length, OLD_MAGIC, 0, OLD_MAGIC.length);
        return old
                ? inflate(extent.name, bytes, OLD_HEADER, ByteBuffer.wrap(bytes).getLong(OLD_MAGIC.length))
                : bytes;
    }

    private static byte[] inflate(String name, byte[] bytes, int from, long size) throws DwarfException {
        // zlib packs no better than 1 to 1032 (zlib's technical details)
        if (size < 0 || size > Math.min(MOST, 1040L * bytes.length)) {
            throw new DwarfException("%s: 0x%x bytes out of 0x%x, expected less".formatted(name, size, bytes.length));
        }
        byte[] out = new byte[(int) size];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes, from, bytes.length - from);
            int done = 0;
            while (done < out.length) {
                int more = inflater.inflate(out, done, out.length - done);
                if (more == 0) {
                    throw new DwarfException("%s: 0x%x bytes, expected 0x%x".formatted(name, done, size));
                }
                done += more;
            }
            return out;
        } catch (DataFormatException e) {
            throw new DwarfException("%s: cannot be decompressed (%s)".formatted(name, e.getMessage()));
        }
    }
}
