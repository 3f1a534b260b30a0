package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.dwarf.DwarfWriter.DATA1;
import static org.tcbridge.elf.dwarf.DwarfWriter.REF4;
import static org.tcbridge.elf.dwarf.DwarfWriter.STRING;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.elf.dwarf.DwarfWriter.Given;

/** Debug information that makes no sense is left out and named. */
class DamageTest {
    private static final int COMPILE_UNIT = 0x11;

    /** {@code struct S { int m; } v;}, the member's place and type as given. */
    private static DwarfWriter program(int offset, int type) {
        DwarfWriter out = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
        out.entry(COMPILE_UNIT, true);
        int struct = out.entry(Tag.STRUCTURE_TYPE, true, new Given(Attribute.BYTE_SIZE, DATA1, 12));
        out.entry(
                Tag.MEMBER,
                false,
                new Given(Attribute.NAME, STRING, "m"),
                new Given(Attribute.TYPE, REF4, type == 0 ? struct : type),
                new Given(Attribute.DATA_MEMBER_LOCATION, 0x06, offset));
        out.end();
        out.entry(Tag.VARIABLE, false, new Given(Attribute.NAME, STRING, "v"), new Given(Attribute.TYPE, REF4, struct));
        out.end();
        return out;
    }

    private static Sections changed(DwarfWriter program, String name, UnaryOperator<byte[]> change) {
        return asked -> {
            DebugSection section = program.find(asked);
            return asked.equals(name)
                    ? new DebugSection(name, change.apply(section.bytes()), section.order())
                    : section;
        };
    }

    private static List<String> problems(Sections sections) {
        DwarfTypes types = new DwarfTypes(sections, KnownSymbols.NONE);
        assertThat(types.struct("v", List.of("S"))).isEmpty();
        return types.problems();
    }

    private static UnaryOperator<byte[]> with(int at, int value) {
        return bytes -> {
            bytes[at] = (byte) value;
            return bytes;
        };
    }

    @Test
    void aVersionThatIsNotKnown() {
        assertThat(problems(changed(program(0, 0x1000), ".debug_info", with(4, 6))))
                .containsExactly(".debug_info: unit at 0x0: version 6, expected 2 to 5");
    }

    @Test
    void aSectionThatIsCutShort() {
        assertThat(problems(changed(program(0, 0x1000), ".debug_info", bytes -> Arrays.copyOf(bytes, 20))))
                .containsExactly(
                        ".debug_info: unit at 0x0: .debug_info: at byte 0x4 0x10 bytes follow, expected 0x%x or more"
                                .formatted(
                                        program(0, 0x1000).find(".debug_info").length() - 4));
    }

    @Test
    void anAbbreviationThatIsNotDeclared() {
        assertThat(problems(changed(program(0, 0x1000), ".debug_info", with(12, 0x55))))
                .containsExactly(".debug_info: entry at 0xc: abbreviation 85, which is not declared");
    }

    @Test
    void aFormThatIsNotKnown() {
        assertThat(problems(changed(program(0, 0x1000), ".debug_abbrev", with(9, 0x70))))
                .containsExactly("form 0x70, expected one of DWARF 2 to 5");
    }

    @Test
    void aReferenceThatLeadsNowhere() {
        assertThat(problems(program(0, 0x1000))).containsExactly("v: a reference to 0x1000, where no unit is");
    }

    @Test
    void aMemberFarOutside() {
        assertThat(problems(program(0x7fff_ffff, 0))).containsExactly("v: size 0x7fffffff, expected at most 0x1000000");
    }

    /** C has none, and none is read without end. */
    @Test
    void aStructThatHoldsItself() {
        assertThat(new DwarfTypes(program(0, 0), KnownSymbols.NONE)
                        .struct("v", List.of("S"))
                        .orElseThrow()
                        .places())
                .containsKey("m.m.m")
                .hasSizeLessThan(20);
    }

    /** A thousand members, each of a struct with a thousand entries that are no members. */
    @Test
    void aStructThatTakesTooLong() {
        DwarfWriter out = new DwarfWriter(4, false, ByteOrder.LITTLE_ENDIAN);
        out.entry(COMPILE_UNIT, true);
        int inner = out.entry(Tag.STRUCTURE_TYPE, true, new Given(Attribute.BYTE_SIZE, DATA1, 4));
        for (int i = 0; i < 1100; i++) {
            out.entry(Tag.VARIABLE, false);
        }
        out.end();
        int struct = out.entry(Tag.STRUCTURE_TYPE, true, new Given(Attribute.BYTE_SIZE, DATA1, 4));
        for (int i = 0; i < 1000; i++) {
            out.entry(
                    Tag.MEMBER,
                    false,
                    new Given(Attribute.NAME, STRING, "m" + i),
                    new Given(Attribute.TYPE, REF4, inner));
        }
        out.end();
        out.entry(Tag.VARIABLE, false, new Given(Attribute.NAME, STRING, "v"), new Given(Attribute.TYPE, REF4, struct));
        out.end();

        assertThat(problems(out))
                .containsExactly("v: more than 1048576 entries to look at, expected a struct of a kernel");
    }

    @Test
    void sectionsThatCannotBeDecompressed() {
        Sections sections = name -> {
            throw new DwarfException(name + ": cannot be decompressed");
        };
        DwarfTypes types = new DwarfTypes(sections, KnownSymbols.NONE);

        assertThat(types.source()).isEmpty();
        assertThat(types.length("v")).isEmpty();
        assertThat(types.problems())
                .containsExactly(".debug_abbrev: cannot be decompressed", "v: .debug_abbrev: cannot be decompressed");
    }
}
