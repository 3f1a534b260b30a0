package org.tcbridge.elf.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.elf.dwarf.DwarfWriter.DATA1;
import static org.tcbridge.elf.dwarf.DwarfWriter.EXPRLOC;
import static org.tcbridge.elf.dwarf.DwarfWriter.FLAG_PRESENT;
import static org.tcbridge.elf.dwarf.DwarfWriter.INDIRECT;
import static org.tcbridge.elf.dwarf.DwarfWriter.REF4;
import static org.tcbridge.elf.dwarf.DwarfWriter.STRING;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.elf.dwarf.DwarfWriter.Given;

/** Every way in which an attribute may be written. */
class FormsTest {
    private static final int BASE_TYPE = 0x24;
    private static final int COMPILE_UNIT = 0x11;
    /** An attribute that nobody knows, in front of those that count. */
    private static final int OTHER = 0x2007;

    private static final StructLayout EXPECTED = new StructLayout("S", Map.of("m", new Place(8, 4)), 12, 4);

    /** A variable's symbol, at an address. */
    private record At(long place) implements Symbols {
        @Override
        public OptionalLong address(String name) {
            return OptionalLong.of(place);
        }

        @Override
        public OptionalLong size(String name) {
            return OptionalLong.empty();
        }
    }

    /** The forms of what is written; what {@code other} holds is to be skipped. */
    private record Forms(int name, int link, int number, int offset, int other) {}

    private static Given given(int attribute, int form, Object value, int direct) {
        return new Given(attribute, form, form == INDIRECT ? new Given(attribute, direct, value) : value);
    }

    /** {@code struct S { char hole[8]; int m; } v;} with its hole left out. */
    private static DwarfWriter program(DwarfWriter out, Forms forms) {
        out.entry(COMPILE_UNIT, true);
        int number = out.entry(BASE_TYPE, false, given(Attribute.BYTE_SIZE, forms.number, 4, DATA1));
        int struct = out.entry(
                Tag.STRUCTURE_TYPE,
                true,
                new Given(OTHER, forms.other, other(forms.other)),
                given(Attribute.NAME, forms.name, "S", STRING),
                given(Attribute.BYTE_SIZE, forms.number, 12, DATA1));
        byte[] location = {0x23, 8};
        boolean block = List.of(0x03, 0x04, 0x09, 0x0a, 0x18).contains(forms.offset);
        out.entry(
                Tag.MEMBER,
                false,
                given(Attribute.NAME, forms.name, "m", STRING),
                given(Attribute.TYPE, forms.link, number, REF4),
                given(Attribute.DATA_MEMBER_LOCATION, forms.offset, block ? location : (Object) 8, DATA1));
        out.end();
        out.entry(
                Tag.VARIABLE,
                false,
                given(Attribute.NAME, forms.name, "v", STRING),
                new Given(OTHER, forms.other, other(forms.other)),
                given(Attribute.TYPE, forms.link, struct, REF4));
        out.end();
        return out;
    }

    private static Object other(int form) {
        return List.of(0x03, 0x04, 0x09, 0x0a, 0x18).contains(form) ? (Object) new byte[5] : (Object) 0x25;
    }

    private static void check(DwarfWriter out) {
        DwarfTypes types = new DwarfTypes(out, new At(0));
        assertThat(types.struct("v", List.of("S"))).contains(EXPECTED);
        assertThat(types.problems()).isEmpty();
    }

    private static void check(int version, Forms forms) {
        for (boolean wide : version < 3 ? new boolean[] {false} : new boolean[] {false, true}) {
            check(program(new DwarfWriter(version, wide, ByteOrder.LITTLE_ENDIAN), forms));
            check(program(new DwarfWriter(version, wide, ByteOrder.BIG_ENDIAN), forms));
        }
    }

    @ParameterizedTest(name = "DWARF {0}, form {1}")
    @CsvSource({
        "2, 0x08",
        "2, 0x0e",
        "2, 0x16",
        "4, 0x0e",
        "4, 0x1f02",
        "5, 0x08",
        "5, 0x0e",
        "5, 0x16",
        "5, 0x1a",
        "5, 0x1f",
        "5, 0x25",
        "5, 0x26",
        "5, 0x27",
        "5, 0x28",
    })
    void names(int version, int form) {
        check(version, new Forms(form, REF4, DATA1, DATA1, FLAG_PRESENT));
    }

    @ParameterizedTest(name = "DWARF {0}, form {1}")
    @CsvSource({
        "2, 0x10", "2, 0x11", "2, 0x12", "2, 0x14", "2, 0x15", "2, 0x16", "3, 0x10", "4, 0x10", "5, 0x10", "5, 0x11",
        "5, 0x12", "5, 0x13", "5, 0x14", "5, 0x15", "5, 0x16",
    })
    void references(int version, int form) {
        check(version, new Forms(STRING, form, DATA1, DATA1, FLAG_PRESENT));
    }

    @ParameterizedTest(name = "form {0}")
    @ValueSource(ints = {0x05, 0x06, 0x07, 0x0b, 0x0d, 0x0f, 0x16, 0x21})
    void numbers(int form) {
        check(5, new Forms(STRING, REF4, form, form, FLAG_PRESENT));
    }

    @ParameterizedTest(name = "form {0}")
    @ValueSource(ints = {0x03, 0x04, 0x09, 0x0a, 0x18})
    void offsetsAsOperations(int form) {
        check(form == EXPRLOC ? 4 : 2, new Forms(STRING, REF4, DATA1, form, FLAG_PRESENT));
    }

    @ParameterizedTest(name = "form {0}")
    @ValueSource(
            ints = {
                0x01, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0f, 0x10, 0x14, 0x17, 0x18, 0x19,
                0x1b, 0x1c, 0x1d, 0x1e, 0x20, 0x22, 0x23, 0x24, 0x29, 0x2a, 0x2b, 0x2c, 0x1f01, 0x1f20, 0x1f21
            })
    void whatIsSkipped(int form) {
        check(5, new Forms(STRING, REF4, DATA1, DATA1, form));
    }

    @Test
    void anOffsetAsASum() {
        DwarfWriter out = new DwarfWriter(2, false, ByteOrder.LITTLE_ENDIAN);
        out.entry(COMPILE_UNIT, true);
        int struct = out.entry(Tag.STRUCTURE_TYPE, true, new Given(Attribute.BYTE_SIZE, DATA1, 12));
        out.entry(
                Tag.MEMBER,
                false,
                new Given(Attribute.NAME, STRING, "m"),
                new Given(Attribute.DATA_MEMBER_LOCATION, 0x0a, new byte[] {0x10, 8, 0x22}));
        out.end();
        out.entry(Tag.VARIABLE, false, new Given(Attribute.NAME, STRING, "v"), new Given(Attribute.TYPE, REF4, struct));
        out.end();

        assertThat(new DwarfTypes(out, new At(0))
                        .struct("v", List.of("S"))
                        .orElseThrow()
                        .offset("m"))
                .isEqualTo(8);
    }

    /** Three variables of one name, as static ones may be: that of the symbol's address counts. */
    @ParameterizedTest
    @CsvSource({"5, 0x20000000, 2", "5, 0x20000010, 3", "5, 0x20000020, 4", "4, 0x20000010, 3"})
    void anAddressTellsVariablesApart(int version, long address, int length) {
        DwarfWriter out = new DwarfWriter(version, false, ByteOrder.LITTLE_ENDIAN);
        out.address(0x2000_0000);
        byte[] indexed = {(byte) (version < 5 ? 0xfb : 0xa1), (byte) out.address(0x2000_0010)};
        out.entry(COMPILE_UNIT, true);
        array(out, 2, out.operation(0x03, 0x2000_0000));
        array(out, 3, indexed);
        array(out, 4, out.operation(0x03, 0x2000_0020));
        out.end();

        assertThat(new DwarfTypes(out, new At(address)).length("v")).hasValue(length);
    }

    @Test
    void aVariableAtAnotherAddressIsAnotherVariable() {
        DwarfWriter out = new DwarfWriter(5, false, ByteOrder.LITTLE_ENDIAN);
        out.entry(COMPILE_UNIT, true);
        array(out, 2, out.operation(0x03, 0x2000_0000));
        out.end();

        assertThat(new DwarfTypes(out, new At(0x2000_0004)).length("v")).isEmpty();
    }

    private static void array(DwarfWriter out, int length, byte[] location) {
        int array = out.entry(Tag.ARRAY_TYPE, true);
        out.entry(Tag.SUBRANGE_TYPE, false, new Given(Attribute.UPPER_BOUND, DATA1, length - 1));
        out.end();
        out.entry(
                Tag.VARIABLE,
                false,
                new Given(Attribute.NAME, STRING, "v"),
                new Given(Attribute.LOCATION, EXPRLOC, location),
                new Given(Attribute.TYPE, REF4, array));
    }
}
