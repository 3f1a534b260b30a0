package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.symbol.Symbols;

/** A user's stacking file: any text. It is refused with its place, or every frame it describes is read within bounds. */
class StackingFileFuzzTest {

    private static final long RAM = 0x2000_0000L;
    private static final int RAM_BYTES = 0x2000;
    private static final long STACK_POINTER = RAM + 0x800;
    private static final List<String> REGISTERS = List.of("pc", "sp", "r0", "d0", "d1", "q0", "s1", "s3");

    @DictionaryEntries({
        "id = \"m\"\\x0A",
        "title = \"\"\\x0A",
        "rtos = \"os\"\\x0A",
        "architecture = \"toy\"\\x0A",
        "source = \"\"\\x0A",
        "symbols = [\"f\"]\\x0A",
        "rank = 1\\x0A",
        "frame = [\"pc\", \"sp\"]\\x0A",
        "{ when = \"pc == 0\", slots = [\"-:8\"], else = [\"q0:16\"] }",
        "r0..r15",
        "check = [\"address < top\"]\\x0A",
        "[registers]\\x0A",
        "sp = \"top + 4\"\\x0A",
        "r1 = [{ when = \"pc & 1\", is = 0 }, \"unavailable\"]\\x0A",
        "[[fact]]\\x0Aname = \"n\"\\x0Asymbol = \"f\"\\x0Avalue = \"word & 0xff\"\\x0Adefault = 3\\x0A"
    })
    @FuzzTest
    void isRefusedWithItsPlaceOrUsable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        StackingModel model;
        try {
            model = StackingModel.parse(text, "my.toml");
        } catch (StackingFormatException e) {
            assertThat(e).message().startsWith("my.toml");
            return;
        }
        assertThat(model.contents().frame().size()).isLessThanOrEqualTo(FrameParser.LARGEST);
        for (DataModel data : List.of(Toy.LITTLE, Toy.BIG)) {
            Ram ram = new Ram(RAM, RAM_BYTES);
            for (int i = 0; i < bytes.length && i < RAM_BYTES - 0x800; i++) {
                ram.write(STACK_POINTER + i, new byte[] {bytes[i]});
            }
            Symbols symbols = Toy.symbols(Map.of("f", RAM, "g", RAM + 4, "nowhere", 0L));
            BoundStacking bound = model.bind(Toy.TOY, symbols, ram, data);
            assertThat(ram.reads)
                    .hasSizeLessThanOrEqualTo(model.questions().facts().size());
            assertThat(bound.mostBytes()).isBetween(1, FrameParser.LARGEST);
            assertThat(bound.facts()).isNotNull();
            frame(bound, ram);
        }
    }

    private static void frame(BoundStacking bound, Ram ram) {
        ram.reads.clear();
        Task task = Toy.task(STACK_POINTER, OptionalLong.of(RAM), OptionalLong.of(RAM + RAM_BYTES), Map.of("n", 7L));
        SavedContext context;
        try {
            context = bound.context(task, ram);
        } catch (FrameException e) {
            assertThat(e).message().startsWith(bound.model().header().id());
            return;
        } finally {
            assertThat(ram.reads).hasSize(1);
        }
        assertThat(context.size()).isBetween(1, bound.mostBytes());
        assertThat(context.value("pc")).hasValue(context.pc());
        for (String name : REGISTERS) {
            for (int bits : new int[] {8, 32, 64, 128}) {
                Register register = Toy.register(name, bits);
                context.read(register).ifPresent(value -> assertThat(value).hasSize(register.bytes()));
                context.write(register, new byte[register.bytes()]).ifPresent(writes -> {
                    assertThat(context.read(register)).isPresent();
                    assertThat(writes).allMatch(write -> isInside(write, context.size()));
                });
            }
        }
    }

    private static boolean isInside(Write write, int size) {
        long offset = write.address() - STACK_POINTER;
        return offset >= 0 && offset + write.bytes().length <= size;
    }
}
