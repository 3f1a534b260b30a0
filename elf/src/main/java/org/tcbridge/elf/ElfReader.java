package org.tcbridge.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.fornwall.jelf.ElfSectionHeader;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;

/** Reads an ELF file's bytes with JElf, after checking that all it refers to is there. */
final class ElfReader {
    private static final String PROGRAM = "a linked ELF program";
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    /** Sizes of Elf32_Ehdr and Elf64_Ehdr (System V ABI, "ELF Header"). */
    private static final int HEADER_32 = 52;

    private static final int HEADER_64 = 64;

    /** Types of sections that are looked into, or have nothing inside. */
    private static final Set<Integer> PARSED = Set.of(
            ElfSectionHeader.SHT_NULL,
            ElfSectionHeader.SHT_NOBITS,
            ElfSectionHeader.SHT_SYMTAB,
            ElfSectionHeader.SHT_STRTAB);

    /** Parts of a file may overlap; together they have at most so many times its size. */
    private static final int OVERLAP = 4;

    /** {@code st_type} of an indirect function, and of a Thumb function in old Arm toolchains. */
    private static final int STT_GNU_IFUNC = 10;

    private static final int STT_ARM_TFUNC = 13;

    /** {@code sh_flags} of a section whose bytes are compressed. */
    private static final long SHF_COMPRESSED = 0x800;

    /** Arm, AArch64 and RISC-V mark code and data with symbols that are no names: {@code $a $t $d $x}. */
    static final Pattern MAPPING = Pattern.compile("\\$[adtx](\\..*)?|\\$xrv.*");

    private final String name;
    private final byte[] bytes;

    /** Takes over the bytes. */
    ElfReader(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    static ElfFile read(Path file) throws InvalidElfException {
        String name = file.toString();
        if (!Files.exists(file)) {
            throw new InvalidElfException(name, "no such file", PROGRAM);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidElfException(name, "not a regular file", PROGRAM);
        }
        try {
            return new ElfReader(name, Files.readAllBytes(file)).read();
        } catch (IOException e) {
            throw new InvalidElfException(name, "cannot be read (" + e.getMessage() + ")", PROGRAM);
        }
    }

    ElfFile read() throws InvalidElfException {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= bytes.length || bytes[i] != MAGIC[i]) {
                throw new InvalidElfException(name, "not an ELF file", PROGRAM);
            }
        }
        boolean narrow = bytes.length > 4 && bytes[4] == net.fornwall.jelf.ElfFile.CLASS_32;
        requireWithin("its header", 0, narrow ? HEADER_32 : HEADER_64);
        try {
            net.fornwall.jelf.ElfFile elf = net.fornwall.jelf.ElfFile.from(bytes);
            checkExtents(elf);
            return convert(elf);
        } catch (RuntimeException e) {
            // JElf answers damage with its own exception, a class cast, an index or a negative size
            throw new InvalidElfException(name, "damaged ELF file (" + e + ")", PROGRAM);
        }
    }

    private ElfFile convert(net.fornwall.jelf.ElfFile elf) throws InvalidElfException {
        if (elf.e_type != net.fornwall.jelf.ElfFile.ET_EXEC && elf.e_type != net.fornwall.jelf.ElfFile.ET_DYN) {
            throw new InvalidElfException(name, "ELF file of type " + elf.e_type + ", not an executable", PROGRAM);
        }
        ByteOrder order =
                elf.ei_data == net.fornwall.jelf.ElfFile.DATA_MSB ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ElfFile.Header header = new ElfFile.Header(
                order,
                elf.is32Bits() ? 4 : 8,
                elf.e_machine & 0xffff,
                address(elf, elf.e_entry),
                elf.e_type == net.fornwall.jelf.ElfFile.ET_DYN);
        ElfSymbolTableSection table = elf.getSymbolTableSection();
        List<Symbol> symbols = table == null ? List.of() : symbols(elf, table);
        if (symbols.isEmpty()) {
            throw new InvalidElfException(name, "has no symbols", "a program that was not stripped");
        }
        return new ElfFile(header, sections(elf), segments(elf), symbols, debugSections(elf, order));
    }

    private DebugSections debugSections(net.fornwall.jelf.ElfFile elf, ByteOrder order) {
        List<DebugSections.Extent> extents = new ArrayList<>();
        for (int i = 1; i < (elf.e_shnum & 0xffff); i++) {
            ElfSectionHeader header = elf.getSection(i).header;
            String section = header.getName();
            // what has no bytes in the file, such as what a separate file holds, is not there
            if (section != null
                    && (section.startsWith(DebugSections.PREFIX) || section.startsWith(DebugSections.OLD_PREFIX))
                    && header.sh_type == ElfSectionHeader.SHT_PROGBITS) {
                extents.add(new DebugSections.Extent(
                        section, header.sh_offset, header.sh_size, (header.sh_flags & SHF_COMPRESSED) != 0));
            }
        }
        return new DebugSections(bytes, order, !elf.is32Bits(), extents);
    }

    private static List<Section> sections(net.fornwall.jelf.ElfFile elf) {
        List<Section> sections = new ArrayList<>();
        for (int i = 1; i < (elf.e_shnum & 0xffff); i++) {
            ElfSectionHeader header = elf.getSection(i).header;
            if ((header.sh_flags & ElfSectionHeader.FLAG_ALLOC) != 0 && header.sh_size > 0) {
                sections.add(new Section(
                        header.getName(),
                        address(elf, header.sh_addr),
                        header.sh_size,
                        (header.sh_flags & ElfSectionHeader.FLAG_WRITE) != 0,
                        (header.sh_flags & ElfSectionHeader.FLAG_EXEC_INSTR) != 0));
            }
        }
        return sections;
    }

    private static List<Segment> segments(net.fornwall.jelf.ElfFile elf) {
        return elf.segmentsOfType(ElfSegment.PT_LOAD).stream()
                .filter(s -> s.p_filesz > 0)
                .map(s -> new Segment(address(elf, s.p_vaddr), address(elf, s.p_paddr), s.getData()))
                .toList();
    }

    private static List<Symbol> symbols(net.fornwall.jelf.ElfFile elf, ElfSymbolTableSection table) {
        List<Symbol> symbols = new ArrayList<>();
        for (ElfSymbol raw : table.symbols) {
            int type = raw.getType();
            boolean named = type != ElfSymbol.STT_SECTION && type != ElfSymbol.STT_FILE && type != ElfSymbol.STT_TLS;
            if (!named || raw.st_shndx == 0 || raw.st_name == 0) {
                continue;
            }
            String text = raw.getName();
            if (text == null || text.isEmpty() || MAPPING.matcher(text).matches()) {
                continue;
            }
            boolean function = type == ElfSymbol.STT_FUNC || type == STT_GNU_IFUNC || type == STT_ARM_TFUNC;
            long address = address(elf, raw.st_value);
            boolean arm = (elf.e_machine & 0xffff) == net.fornwall.jelf.ElfFile.ARCH_ARM;
            symbols.add(new Symbol(
                    text, arm && function ? address & ~1L : address, raw.st_size, function, binding(raw.getBinding())));
        }
        return symbols;
    }

    private static Symbol.Binding binding(int binding) {
        return switch (binding) {
            case ElfSymbol.BINDING_LOCAL -> Symbol.Binding.LOCAL;
            case ElfSymbol.BINDING_WEAK -> Symbol.Binding.WEAK;
            default -> Symbol.Binding.GLOBAL;
        };
    }

    /** JElf may sign-extend the addresses of 32-bit programs. */
    private static long address(net.fornwall.jelf.ElfFile elf, long value) {
        return elf.is32Bits() ? value & 0xffff_ffffL : value;
    }

    /**
     * Header tables, sections and segments must end before the file does, else JElf would ask for any amount of memory. For
     * the same reason sections of no interest, whose own counts it would believe, become plain bytes to it.
     */
    private void checkExtents(net.fornwall.jelf.ElfFile elf) throws InvalidElfException {
        int sectionCount = elf.e_shnum & 0xffff;
        int segmentCount = elf.e_phnum & 0xffff;
        requireWithin("section headers", elf.e_shoff, (long) sectionCount * (elf.e_shentsize & 0xffff));
        requireWithin("program headers", elf.e_phoff, (long) segmentCount * (elf.e_phentsize & 0xffff));
        long loaded = 0;
        for (int i = 0; i < segmentCount; i++) {
            ElfSegment segment = elf.getProgramHeader(i);
            requireWithin("segment " + i, segment.p_offset, segment.p_filesz);
            loaded += segment.p_type == ElfSegment.PT_LOAD ? segment.p_filesz : 0;
        }
        requireProportion("segments", loaded);
        boolean narrow = elf.is32Bits();
        long contents = 0;
        ByteBuffer buffer = ByteBuffer.wrap(bytes)
                .order(
                        elf.ei_data == net.fornwall.jelf.ElfFile.DATA_MSB
                                ? ByteOrder.BIG_ENDIAN
                                : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < sectionCount; i++) {
            // sh_type, sh_offset, sh_size of Elf32_Shdr and Elf64_Shdr
            int at = Math.toIntExact(elf.e_shoff + (long) i * (elf.e_shentsize & 0xffff));
            int type = buffer.getInt(at + 4);
            if (type != ElfSectionHeader.SHT_NULL && type != ElfSectionHeader.SHT_NOBITS) {
                long offset = narrow ? buffer.getInt(at + 16) & 0xffff_ffffL : buffer.getLong(at + 24);
                long size = narrow ? buffer.getInt(at + 20) & 0xffff_ffffL : buffer.getLong(at + 32);
                requireWithin("section " + i, offset, size);
                contents += size;
            }
            if (!PARSED.contains(type)) {
                buffer.putInt(at + 4, ElfSectionHeader.SHT_PROGBITS);
            }
        }
        requireProportion("sections", contents);
    }

    /** Parts that overlap could make any number of copies of the same bytes. */
    private void requireProportion(String what, long size) throws InvalidElfException {
        if (size > (long) OVERLAP * bytes.length) {
            throw new InvalidElfException(
                    name, "%s of %d bytes in a file of %d".formatted(what, size, bytes.length), PROGRAM);
        }
    }

    private void requireWithin(String what, long offset, long size) throws InvalidElfException {
        if (offset < 0 || size < 0 || offset + size < 0 || offset + size > bytes.length) {
            throw new InvalidElfException(
                    name,
                    "truncated: %s at byte %d, %d bytes, the file has %d".formatted(what, offset, size, bytes.length),
                    PROGRAM);
        }
    }
}
