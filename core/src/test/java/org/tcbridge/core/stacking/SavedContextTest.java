package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tcbridge.core.stacking.Toy.BIG;
import static org.tcbridge.core.stacking.Toy.LITTLE;
import static org.tcbridge.core.stacking.Toy.register;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedContextTest {
    private static final long AT = 0x1000;

    private static String read(SavedContext context, String name, int bits) {
        return context.read(register(name, bits)).map(HexFormat.of()::formatHex).orElse("unavailable");
    }

    private static String write(SavedContext context, String name, int bits, String hex) {
        Optional<List<Write>> writes =
                context.write(register(name, bits), HexFormat.of().parseHex(hex));
        return writes.map(list -> String.join(
                        " ",
                        list.stream()
                                .map(w -> "%x:%s"
                                        .formatted(w.address(), HexFormat.of().formatHex(w.bytes())))
                                .toList()))
                .orElse("refused");
    }

    private static SavedContext context(String text, String order, String hex)
            throws StackingFormatException, FrameException {
        Ram ram = new Ram(AT, 256).put(AT, hex);
        return Toy.context(text, order.equals("little") ? LITTLE : BIG, ram, AT);
    }

    @ParameterizedTest
    @CsvSource({"little, 04050607, 4", "big, 04050607, 4"})
    void aSlotOfARegistersWidth(String order, String r1, int offset) throws Exception {
        SavedContext context = context("frame = [\"pc\", \"r1\", \"sp\"]", order, "00010203 04050607 08090a0b");

        assertThat(read(context, "r1", 32)).isEqualTo(r1);
        assertThat(context.place("r1")).isEqualTo(new Place.Saved(AT + offset, 4));
        assertThat(write(context, "r1", 32, "aabbccdd")).isEqualTo("1004:aabbccdd");
        assertThat(context.size()).isEqualTo(12);
    }

    @Test
    void aSlotMayHaveAnotherSizeInAnotherFrame() throws Exception {
        String file =
                "frame = [\"KIND\", { when = \"KIND == 1\", slots = [\"d0:4\"], else = [\"d0:8\"] }, \"pc\", \"sp\"]";
        SavedContext narrow = context(file, "big", "00000001 04050607 08090a0b 0c0d0e0f");
        SavedContext wide = context(file, "big", "00000000 04050607 08090a0b 0c0d0e0f 10111213");

        assertThat(narrow.place("d0")).isEqualTo(new Place.Saved(AT + 4, 4));
        assertThat(narrow.pc()).isEqualTo(0x08090a0b);
        assertThat(read(narrow, "d0", 64)).isEqualTo("unavailable");
        assertThat(read(wide, "d0", 64)).isEqualTo("0405060708090a0b");
        assertThat(wide.pc()).isEqualTo(0x0c0d0e0f);
    }

    @Test
    void pcAndSpAreNumbers() throws Exception {
        assertThat(context("frame = [\"pc\", \"sp\"]", "little", "00010203 04050607")
                        .pc())
                .isEqualTo(0x03020100);
        assertThat(context("frame = [\"pc\", \"sp\"]", "big", "80010203 04050607")
                        .pc())
                .isEqualTo(0x80010203L);
        assertThat(context("frame = [\"pc\", \"sp\"]", "big", "80010203 04050607")
                        .sp())
                .isEqualTo(0x04050607);
    }

    @ParameterizedTest
    @CsvSource({"little, 04050607, 1004:aabbccdd", "big, 08090a0b, 1008:aabbccdd"})
    void aRegisterNarrowerThanItsSlotIsItsLowBytes(String order, String value, String writes) throws Exception {
        SavedContext context =
                context("frame = [\"pc\", \"r1:8\", \"sp\"]", order, "00010203 04050607 08090a0b 0c0d0e0f");

        assertThat(read(context, "r1", 32)).isEqualTo(value);
        assertThat(write(context, "r1", 32, "aabbccdd")).isEqualTo(writes);
    }

    @Test
    void aRegisterWiderThanItsSlotIsNotThere() throws Exception {
        SavedContext context = context("frame = [\"pc\", \"r1\", \"sp\"]", "little", "00010203 04050607 08090a0b");

        assertThat(read(context, "r1", 64)).isEqualTo("unavailable");
        assertThat(write(context, "r1", 64, "0011223344556677")).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource({"little, 0405060708090a0b, 1004:a0a1a2a3a4a5a6a7", "big,    08090a0b04050607, 1004:a4a5a6a7a0a1a2a3"})
    void aDoubleIsJoinedFromItsSingles(String order, String value, String writes) throws Exception {
        SavedContext context =
                context("frame = [\"pc\", \"s2..s3:4\", \"sp\"]", order, "00010203 04050607 08090a0b 0c0d0e0f");

        assertThat(read(context, "d1", 64)).isEqualTo(value);
        assertThat(write(context, "d1", 64, "a0a1a2a3a4a5a6a7")).isEqualTo(writes);
        assertThat(context.place("d1"))
                .isEqualTo(new Place.Joined(List.of(new Place.Saved(AT + 4, 4), new Place.Saved(AT + 8, 4))));
    }

    @Test
    void singlesApartGiveTwoWrites() throws Exception {
        SavedContext context = context(
                "frame = [\"s2:4\", \"pc\", \"s3:4\", \"sp\"]", "little", "00010203 04050607 08090a0b 0c0d0e0f");

        assertThat(write(context, "d1", 64, "a0a1a2a3a4a5a6a7")).isEqualTo("1000:a0a1a2a3 1008:a4a5a6a7");
    }

    @Test
    void aDoubleWithoutOneOfItsSinglesIsNotThere() throws Exception {
        SavedContext context = context("frame = [\"pc\", \"s2:4\", \"sp\"]", "little", "00010203 04050607 08090a0b");

        assertThat(read(context, "d1", 64)).isEqualTo("unavailable");
        assertThat(context.place("d1")).isEqualTo(new Place.Unavailable("d1 is not saved"));
    }

    @ParameterizedTest
    @CsvSource({
        "little, s4, 32, 04050607, 1004:a0a1a2a3",
        "little, s5, 32, 08090a0b, 1008:a0a1a2a3",
        "little, s7, 32, 10111213, 1010:a0a1a2a3",
        "big,    s4, 32, 10111213, 1010:a0a1a2a3",
        "big,    s5, 32, 0c0d0e0f, 100c:a0a1a2a3",
        "big,    s7, 32, 04050607, 1004:a0a1a2a3"
    })
    void aSingleIsCutFromAQuadruple(String order, String name, int bits, String value, String writes) throws Exception {
        SavedContext context = context(
                "frame = [\"pc\", \"q1:16\", \"sp\"]", order, "00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617");

        assertThat(read(context, name, bits)).isEqualTo(value);
        assertThat(write(context, name, bits, "a0a1a2a3")).isEqualTo(writes);
    }

    /** Bit 1 is not the register's: it reads as 0, and stays set when the new value has it clear. */
    @ParameterizedTest
    @CsvSource({"little, 07050607, 05050607, f1050607, f3050607", "big, 03020107, 03020105, 030201f1, 030201f3"})
    void aMaskedAliasKeepsTheOtherBits(String order, String saved, String value, String fresh, String written)
            throws Exception {
        SavedContext context =
                context("frame = [\"pc\", \"sp\"]\nregisters.pc = \"pc & ~0x2\"", order, saved + "00000000");

        assertThat(read(context, "pc", 32)).isEqualTo(value);
        assertThat(write(context, "pc", 32, fresh)).isEqualTo("1000:" + written);
    }

    @Test
    void constantsAndComputedValuesCannotBeWritten() throws Exception {
        SavedContext context = context("""
                frame = ["pc", "r1"]
                [registers]
                r0 = 0
                r9 = 0x80000001
                sp = "top + 4"
                r2 = "unavailable"
                """, "big", "00010203 04050607");

        assertThat(read(context, "r0", 32)).isEqualTo("00000000");
        assertThat(read(context, "r9", 32)).isEqualTo("80000001");
        assertThat(read(context, "sp", 32)).isEqualTo("0000100c");
        assertThat(read(context, "r2", 32)).isEqualTo("unavailable");
        for (String name : List.of("r0", "r9", "sp", "r2", "r3")) {
            assertThat(write(context, name, 32, "00000001")).isEqualTo("refused");
        }
        assertThat(context.place("r9")).isEqualTo(new Place.Constant(0x80000001L));
        assertThat(context.place("sp")).isEqualTo(new Place.Computed(AT + 12));
        assertThat(context.place("r2")).isEqualTo(new Place.Unavailable("r2 is not saved"));
        assertThat(context.place("r3")).isEqualTo(new Place.Unavailable("r3 is not saved"));
    }

    @ParameterizedTest
    @CsvSource({"00000000, 11111111", "00000001, 22222222", "00000002, 33333333"})
    void theFirstChoiceThatAppliesIsTaken(String kind, String pc) throws Exception {
        SavedContext context = context("""
                frame = ["KIND", "lr", "EPC", { when = "KIND == 2", slots = ["pc"] }]
                [registers]
                pc = ["pc", { when = "KIND == 1", is = "EPC" }, "lr"]
                sp = "top"
                """, "big", kind + "11111111 22222222 33333333");

        assertThat(read(context, "pc", 32)).isEqualTo(pc);
        assertThat(context.sp()).isEqualTo(kind.endsWith("2") ? AT + 16 : AT + 12);
    }

    @Test
    void anotherNameOfARegister() throws Exception {
        assertThat(read(context("frame = [\"R15\", \"sp\"]", "big", "00010203 04050607"), "pc", 32))
                .isEqualTo("00010203");
    }

    @Test
    void aValueHasTheRegistersWidth() throws Exception {
        SavedContext context = context("frame = [\"pc\", \"sp\"]", "big", "00010203 04050607");

        assertThatThrownBy(() -> context.write(register("pc", 32), new byte[8]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("register pc: 8 bytes: expected 4");
    }

    @Test
    void aFrameHasAPcAndAnSp() {
        assertThatThrownBy(() -> context("frame = [\"sp\"]", "big", "00010203"))
                .isInstanceOf(FrameException.class)
                .hasMessage("m: frame at 0x1000: pc is not in the frame: expected it in frame or [registers]");
        assertThatThrownBy(() -> context("frame = [\"pc\"]", "big", "00010203"))
                .isInstanceOf(FrameException.class)
                .hasMessage("m: frame at 0x1000: sp is not in the frame: expected it in frame or [registers]");
    }
}
