package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tcbridge.core.stacking.Toy.BIG;
import static org.tcbridge.core.stacking.Toy.LITTLE;
import static org.tcbridge.core.stacking.Toy.TOY;
import static org.tcbridge.core.stacking.Toy.task;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.rtos.Task;

class BoundStackingTest {
    private static final long AT = 0x1000;
    private static final String THREE_PARTS = """
            frame = ["KIND", { when = "KIND != 0", slots = ["r1", "r2"], else = ["r3"] }, "pc", "-:8"]
            registers.sp = "top"
            """;

    @Test
    void aFrameCostsOneRead() throws Exception {
        Ram ram = new Ram(AT, 256);

        SavedContext context = Toy.context(THREE_PARTS, BIG, ram, AT);

        assertThat(ram.reads).containsExactly("0x1000 24");
        assertThat(context.size()).isEqualTo(20);
        assertThat(context.place("pc")).isEqualTo(new Place.Saved(AT + 8, 4));
    }

    @Test
    void aShortFrameAtTheEndOfMemoryIsReadAsFarAsItGoes() throws Exception {
        Ram ram = new Ram(AT, 20).put(AT, "00000000 00000003 0000cafe");

        SavedContext context = Toy.context(THREE_PARTS, BIG, ram, AT);

        assertThat(context.pc()).isEqualTo(0xcafe);
        assertThat(ram.reads).containsExactly("0x1000 24", "0x1000 4", "0x1004 4", "0x1008 12");
    }

    @Test
    void aFrameCutOffByTheEndOfMemory() {
        Ram ram = new Ram(AT, 18);

        assertThatThrownBy(() -> Toy.context(THREE_PARTS, BIG, ram, AT))
                .isInstanceOf(FrameException.class)
                .hasMessage("m: frame at 0x1000: memory 0x1008, 12 bytes: E14");
    }

    @Test
    void aFailedCheckIsQuotedWithItsValues() {
        String text =
                "frame = [\"pc\", \"KIND\"]\ncheck = [\"KIND & ~1 == task.kind && pc < top\"]\nregisters.sp = \"top\"";
        Ram ram = new Ram(AT, 256).put(AT, "00000004 00000005");
        Task task = task(AT, OptionalLong.empty(), OptionalLong.empty(), Map.of("kind", 6L));

        assertThatThrownBy(() -> Toy.bound(text, BIG).context(task, ram))
                .isInstanceOf(FrameException.class)
                .hasMessage("m: frame at 0x1000: KIND & ~1 == task.kind && pc < top does not hold"
                        + " (KIND = 0x5, task.kind = 0x6, pc = 0x4, top = 0x1008)");
    }

    /** What is not known never speaks against a frame. */
    @Test
    void anUnknownCheckPassesAndAnUnknownConditionDoesNotHold() throws Exception {
        SavedContext context = Toy.context("""
                frame = ["pc", { when = "task.nothing == 0", slots = ["r1"] }]
                check = ["task.nothing == 0", "r1 == 1", "symbol.nothing == 0"]
                registers.sp = "top"
                """, BIG, new Ram(AT, 256), AT);

        assertThat(context.size()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    task.stack_start == 0x800
                    task.stack_end == 0x2000
                    task.stack_pointer == 0x1000
                    address == 0x1000
                    task.priority == 3
                    task.vfp == 9
                    """)
    void whatConditionsKnow(String condition) throws Exception {
        Task task = task(AT, OptionalLong.of(0x800), OptionalLong.of(0x2000), Map.of("vfp", 9L));
        String text = "frame = [\"pc\", { when = \"" + condition + "\", slots = [\"r1\"] }]\nregisters.sp = \"top\"";

        assertThat(Toy.bound(text, BIG).context(task, new Ram(AT, 256)).size()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    0x0;        a stack pointer is a multiple of 4 and not 0
                    0x1002;     a stack pointer is a multiple of 4 and not 0
                    0xfffffffc; expected 8 bytes of address space behind it
                    0x0ff4;     outside the stack, which starts at 0x1000
                    0x1100;     8 bytes: outside the stack, which ends at 0x10f0
                    """)
    void pointersThatAreNone(String pointer, String message) {
        long address = Long.decode(pointer);
        Task task = task(address, OptionalLong.of(0x1000), OptionalLong.of(0x10f0), Map.of());

        assertThatThrownBy(() -> Toy.bound("frame = [\"pc\", \"sp\"]", BIG).context(task, new Ram(0xf00, 0x400)))
                .isInstanceOf(FrameException.class)
                .hasMessage("m: frame at 0x%x: %s".formatted(address, message));
    }

    @ParameterizedTest
    @CsvSource({"0x0ff8", "0x1000", "0x10e8", "0x10f8"})
    void pointersAtTheEdge(String pointer) throws Exception {
        long address = Long.decode(pointer);
        Task task = task(address, OptionalLong.of(0x1000), OptionalLong.of(0x10f0), Map.of());

        assertThat(Toy.bound("frame = [\"pc\", \"sp\"]", BIG)
                        .context(task, new Ram(0xf00, 0x400))
                        .size())
                .isEqualTo(8);
    }

    @Test
    void aSlotStandsInAFrameOnce() {
        assertThatThrownBy(() -> Toy.context(
                        "frame = [{ when = \"1\", slots = [\"pc\"] }, { when = \"1\", slots = [\"pc\"] }]\nregisters.sp = \"top\"",
                        BIG,
                        new Ram(AT, 64),
                        AT))
                .hasMessage("m: frame at 0x1000: pc is in the frame twice: expected once");
    }

    @ParameterizedTest
    @CsvSource({"little, 2a 00 21 30, size = 42", "big, 30 21 00 2a, size = 42", "big, 31 21 00 2a, size = 7"})
    void aFactIsLearntFromAWordOfTheProgram(String order, String word, String facts) throws Exception {
        String text = """
                frame = ["pc", "sp"]
                [[fact]]
                name = "size"
                symbol = "code"
                when = "word & 0xffff0000 == 0x30210000"
                value = "word & 0xffff"
                default = 7
                """;
        Ram ram = new Ram(AT, 64).put(AT + 8, word);

        BoundStacking bound =
                Toy.model(text).bind(TOY, Toy.symbols(Map.of("code", AT + 8)), ram, order.equals("big") ? BIG : LITTLE);

        assertThat(bound.facts()).isEqualTo(facts);
        assertThat(ram.reads).containsExactly("0x1008 4");
    }

    @Test
    void aFactWithoutItsSymbolOrItsMemoryIsTheDefault() throws Exception {
        String fact = "frame = [\"pc\", \"sp\"]\n[[fact]]\nname = \"size\"\nsymbol = \"code\"\nvalue = \"word\"\n";

        assertThat(Toy.bound(fact + "default = 132", BIG).facts()).isEqualTo("size = 132");
        assertThat(Toy.bound(fact, BIG).facts()).isEqualTo("size unknown");
        assertThat(Toy.model(fact + "default = 132")
                        .bind(TOY, Toy.symbols(Map.of("code", 0x5000L)), new Ram(AT, 64), BIG)
                        .facts())
                .isEqualTo("size = 132");
    }

    @Test
    void aFactMayBeAtAnAddressThatTheArchitectureFixes() throws Exception {
        String text = """
                frame = ["pc", "sp"]
                [[fact]]
                name = "baseline"
                address = 0x1010
                value = "word & 0xf0000 == 0xc0000"
                """;
        Ram ram = new Ram(AT, 64).put(AT + 0x10, "410cd200");

        assertThat(Toy.model(text).bind(TOY, Toy.symbols(Map.of()), ram, BIG).facts())
                .isEqualTo("baseline = 1");
        assertThatThrownBy(() -> Toy.model(text.replace("value", "symbol = \"code\"\nvalue")))
                .hasMessage("m.toml:9:1: fact: address: expected a symbol or an address, not both");
    }

    @ParameterizedTest
    @CsvSource({"s9, true", "r1, false", "'', true"})
    void aCheckMayAskForARegisterOfTheTarget(String has, boolean fits) throws Exception {
        StackingModel model = Toy.model("frame = [\"KIND\", \"pc\", \"sp\"]\ncheck = [\"register.s9 == 1\"]\n");
        Ram ram = new Ram(AT, 64);
        Set<String> registers = has.isEmpty() ? Set.of() : Set.of("r0", has);

        BoundStacking bound = model.bind(TOY, Toy.symbols(Map.of()), ram, BIG, registers);

        if (fits) {
            assertThat(bound.context(Toy.task(AT), ram).size()).isEqualTo(12);
        } else {
            assertThatThrownBy(() -> bound.context(Toy.task(AT), ram))
                    .hasMessage("m: frame at 0x1000: register.s9 == 1 does not hold (register.s9 = 0x0)");
        }
    }

    @Test
    void randomFramesAreReadOrRefused() throws Exception {
        BoundStacking bound = Toy.bound("""
                frame = ["KIND", "r1..r3", { when = "KIND & 1 == 0", slots = ["s0..s3:4",
                    { when = "KIND & 2 == 0", slots = ["q4:16", "-"], else = ["d3:8"] }] }, "pc"]
                check = ["KIND & 0x80 == 0", "pc & 1 == 0 || KIND & 0x40 == 0"]
                registers.sp = "top + KIND"
                registers.r1 = "r1 & 0xff"
                """, LITTLE);
        Random random = new Random(2);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            Ram ram = new Ram(AT, bytes.length);
            ram.write(AT, bytes);
            try {
                SavedContext context = bound.context(task(AT + 4L * random.nextInt(8)), ram);
                for (String name : new String[] {"r1", "r3", "s3", "d0", "q0", "q1", "s17", "sp", "pc", "x"}) {
                    int bits = 8 << random.nextInt(5);
                    int length = context.read(Toy.register(name, bits))
                            .map(b -> b.length)
                            .orElse(bits / 8);
                    assertThat(length).isEqualTo(bits / 8);
                    context.write(Toy.register(name, bits), new byte[bits / 8])
                            .ifPresent(writes -> assertThat(writes)
                                    .allSatisfy(w -> assertThat(w.address())
                                            .isBetween(AT, AT + bytes.length - w.bytes().length)));
                }
                read++;
            } catch (FrameException e) {
                assertThat(e.getMessage()).startsWith("m: frame at 0x10");
            }
        }
        assertThat(read).isBetween(500, 4_500);
    }
}
