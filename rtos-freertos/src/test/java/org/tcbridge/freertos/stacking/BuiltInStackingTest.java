package org.tcbridge.freertos.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.stacking.BoundStacking;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.core.stacking.StackingSelector;
import org.tcbridge.core.stacking.Write;
import org.tcbridge.freertos.FreeRtos;
import org.tcbridge.microblaze.MicroBlaze;
import org.tcbridge.microblaze.MicroBlaze64;
import org.tcbridge.riscv.RiscV32;
import org.tcbridge.riscv.RiscV64;

class BuiltInStackingTest {
    private static final List<Architecture> ALL = List.of(
            new ArmM(), new Arm(), new AArch64(), new MicroBlaze(), new MicroBlaze64(), new RiscV32(), new RiscV64());

    private static StackingCatalog catalog() throws StackingFormatException, IOException {
        return StackingCatalog.load(List.of(new FreeRtos()), ALL, List.of());
    }

    static Stream<Arguments> portsInBothOrders() {
        return Arrays.stream(Port.values())
                .flatMap(port ->
                        port.architecture().byteOrders().stream().map(order -> Arguments.of(port, port.data(order))));
    }

    private static BoundStacking bound(Port port, DataModel data) throws StackingFormatException, IOException {
        StackingModel model = catalog().all().stream()
                .filter(m -> m.header().id().equals(port.model()))
                .findFirst()
                .orElseThrow();
        return model.bind(port.architecture(), KnownSymbols.NONE, new Stack(port, data), data);
    }

    @Test
    void everyFileIsForAnArchitectureThereIsAndSaysWhereItIsFrom() throws Exception {
        List<StackingModel> all = catalog().all();
        List<StackingModel> models =
                all.stream().filter(m -> m.header().rtos().equals("freertos")).toList();

        assertThat(all).extracting(m -> m.header().id()).doesNotHaveDuplicates();
        assertThat(models).allSatisfy(m -> {
            assertThat(ALL).extracting(Architecture::id).containsAll(m.header().architectures());
            assertThat(m.header().source()).containsPattern("FreeRTOS-Kernel .*V\\d+\\.\\d+");
            assertThat(m.header().origin()).isEqualTo(m.header().id() + ".toml");
        });
        assertThat(Arrays.stream(Port.values()).map(Port::model))
                .containsAll(models.stream().map(m -> m.header().id()).toList());
    }

    @Test
    void theExampleInTheDocumentationIsAFile() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "stacking.md"));
        String fence = "```toml\n";
        int start = page.lastIndexOf(fence) + fence.length();
        String example = page.substring(start, page.indexOf("```", start));
        assertThat(page.substring(start)).as("the guide ends with it").doesNotContainPattern("(?m)^## ");

        StackingModel model = StackingModel.parse(example, "my-port.toml");
        DataModel data = new DataModel(ByteOrder.LITTLE_ENDIAN, Integer.BYTES);
        Stack stack = Stack.used(Port.CM3, data);
        stack.word(0, 0xffff_fffdL); // the example's port pushes it last
        stack.word(64, 0x0100_0000L);
        SavedContext context =
                model.bind(new ArmM(), KnownSymbols.NONE, stack, data).context(stack.task(), stack);
        assertThat(model.header().id()).isEqualTo("my-port");
        assertThat(context.size()).isEqualTo(68);
        assertThat(context.value("r4")).hasValue(Stack.value(4));
        assertThat(context.pc()).isEqualTo(0x6100_0000L);
        assertThat(context.sp()).isEqualTo(stack.pointer() + 68);
        assertThat(catchThrowable(
                        () -> StackingModel.parse(example.replace("\"r4..r11\"", "\"r4..\""), "my-port.toml")))
                .isInstanceOfSatisfying(
                        StackingFormatException.class, e -> assertThat(page).contains(e.getMessage()));
    }

    @ParameterizedTest
    @MethodSource("portsInBothOrders")
    void everyRegisterIsWhereThePortSavesIt(Port port, DataModel data) throws Exception {
        Stack stack = Stack.used(port, data);
        SavedContext context = bound(port, data).context(stack.task(), stack);

        assertThat(context.size()).isEqualTo(port.size());
        if (!port.inControlBlock()) {
            assertThat(context.sp()).isEqualTo(stack.pointer() + port.size());
        }
        assertThat(stack.reads()).isEqualTo(1);
        port.registers().forEach((name, field) -> {
            Register register = new Register(name, 0, 8 * field.bytes());
            int offset = field.offset();
            // the low word of a double in big-endian memory is the second one
            int low = offset + lowWord(data, register);
            long mask = name.equals("xpsr") ? ~0x200L : -1;
            assertThat(data.unsigned(context.read(register).orElseThrow(), lowWord(data, register), Integer.BYTES))
                    .as(name)
                    .isEqualTo(stack.word(low) & mask);
            assertThat(context.write(register, new byte[register.bytes()]).orElseThrow())
                    .as(name)
                    .extracting(Write::address)
                    .containsExactly(stack.start() + offset);
        });
    }

    private static int lowWord(DataModel data, Register register) {
        return data.order() == ByteOrder.BIG_ENDIAN ? register.bytes() - Integer.BYTES : 0;
    }

    @ParameterizedTest
    @MethodSource("portsInBothOrders")
    void thePortIsFoundAmongAll(Port port, DataModel data) throws Exception {
        for (Stack stack : List.of(Stack.fresh(port, data), Stack.used(port, data))) {
            Selection selection = StackingSelector.choose(
                    ALL,
                    catalog(),
                    "freertos",
                    KnownSymbols.NONE,
                    stack,
                    Set.of(),
                    new Snapshot.Tasks(List.of(stack.task()), data, List.of()));

            assertThat(selection)
                    .isInstanceOfSatisfying(
                            Selection.Chosen.class,
                            chosen -> assertThat(
                                            chosen.stacking().model().header().id())
                                    .as(chosen.reason())
                                    .isEqualTo(port.model()));
        }
    }

    @ParameterizedTest
    @CsvSource({"CM4F_FP, d8, s16, 36", "CM4F_FP, d0, s0, 132", "CM33_NTZ_FP, d15, s30, 96"})
    void doublesAreJoinedFromTheSinglesTheCpuStacks(Port port, String pair, String low, int offset) throws Exception {
        DataModel data = port.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(port, data);
        SavedContext context = bound(port, data).context(stack.task(), stack);

        byte[] value = context.read(new Register(pair, 0, 64)).orElseThrow();

        assertThat(data.unsigned(value, 0, 4)).isEqualTo(Stack.value(offset));
        assertThat(data.unsigned(value, 4, 4)).isEqualTo(Stack.value(offset + 4));
        assertThat(context.read(new Register(low, 0, 32))).hasValue(data.bytes(Stack.value(offset), 4));
        assertThat(context.write(new Register(pair, 0, 64), value).orElseThrow())
                .extracting(Write::address, w -> w.bytes().length)
                .containsExactly(tuple(stack.pointer() + offset, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "CM4F, d8 d0 s16 fpscr msp control f0",
        "CM3, d0 fpscr primask",
        "CA9, d0 d31 fpscr fpexc",
        "MICROBLAZE, rfsr rslr rear rpvr0",
        "RV32, ft0 fcsr fflags gp tp mstatus",
        "AARCH64, v0 fpsr"
    })
    void whatTheFrameDoesNotHoldIsUnavailable(Port port, String names) throws Exception {
        DataModel data = port.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(port, data);
        SavedContext context = bound(port, data).context(stack.task(), stack);

        for (String name : names.split(" ", -1)) {
            assertThat(context.read(new Register(name, 0, 32))).as(name).isEmpty();
            assertThat(context.write(new Register(name, 0, 32), new byte[4]))
                    .as(name)
                    .isEmpty();
        }
    }

    /** The word is addik r1, r1, -size. */
    @ParameterizedTest
    @CsvSource({
        "3021ff7c, 132, none none none",
        "3021ff78, 136, 132 none none",
        "3021ff74, 140, none 132 136",
        "3021ff70, 144, 132 136 140",
        "b0000000, 132, none none none"
    })
    void theSizeOfAMicroBlazeFrameIsReadFromTheProgram(String word, int size, String offsets) throws Exception {
        DataModel data = new DataModel(ByteOrder.BIG_ENDIAN, Integer.BYTES);
        Stack stack = Stack.used(Port.MICROBLAZE, data);
        int code = 0x180;
        stack.word(code, Long.parseLong(word, 16));
        StackingModel model = catalog().models("freertos", "microblaze").stream()
                .filter(m -> m.header().id().equals("freertos-microblaze-v9"))
                .findFirst()
                .orElseThrow();
        Map<String, Long> addresses = new HashMap<>(Map.of("VPortYieldASM", stack.pointer() + code));

        SavedContext context = model.bind(new MicroBlaze(), new KnownSymbols(addresses), stack, data)
                .context(stack.task(), stack);

        assertThat(context.sp()).isEqualTo(stack.pointer() + size);
        String[] expected = offsets.split(" ", -1);
        for (int i = 0; i < expected.length; i++) {
            Register register = new Register(List.of("rfsr", "rslr", "rshr").get(i), 0, 32);
            String found = context.write(register, new byte[4])
                    .map(w -> String.valueOf(w.getFirst().address() - stack.pointer()))
                    .orElse("none");
            assertThat(found).as(register.name()).isEqualTo(expected[i]);
        }
    }

    @Test
    void microBlazeGoesOnAtR14() throws Exception {
        DataModel data = new DataModel(ByteOrder.BIG_ENDIAN, Integer.BYTES);
        Stack stack = Stack.used(Port.MICROBLAZE, data);
        SavedContext context = bound(Port.MICROBLAZE, data).context(stack.task(), stack);

        assertThat(context.pc()).isEqualTo(Stack.value(72));
        assertThat(context.read(new Register("rpc", 32, 32))).hasValue(data.bytes(Stack.value(72), 4));
        assertThat(context.read(new Register("r0", 0, 32))).hasValue(new byte[4]);
        assertThat(context.write(new Register("rpc", 32, 32), new byte[] {1, 2, 3, 4})
                        .orElseThrow())
                .extracting(Write::address)
                .containsExactly(stack.pointer() + 72);
        assertThat(context.write(new Register("r1", 1, 32), new byte[4])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CM4_MPU_TCB, 36",
        "CM4_MPU_TCB_FP, 104",
        "CM33_NTZ_MPU_TCB, 32",
        "CM33_NTZ_MPU_TCB_FP, 108",
        "CM33_SECURE_MPU_TCB, 32",
        "CM0_MPU_TCB, 32"
    })
    void theStackOfATaskWhoseContextIsInItsControlBlockHasRoomForIt(Port port, int bytes) throws Exception {
        DataModel data = port.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(port, data);

        assertThat(bound(port, data).context(stack.task(), stack).sp()).isEqualTo(0x2000_0c00L + bytes);
    }

    @Test
    void aSavedFloatTellsTheWholeDoubleRegister() throws Exception {
        DataModel data = Port.RV32_FP32.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(Port.RV32_FP32, data);
        SavedContext context = bound(Port.RV32_FP32, data).context(stack.task(), stack);
        Register fa0 = new Register("fa0", 43, 64);

        assertThat(data.unsigned(context.read(fa0).orElseThrow(), 0, 8))
                .isEqualTo(0xffff_ffff_0000_0000L | Stack.value(48));
        assertThat(context.write(fa0, data.bytes(0xffff_ffff_3f80_0000L, 8)).orElseThrow())
                .singleElement()
                .satisfies(w -> assertThat(w.address()).isEqualTo(stack.pointer() + 48))
                .satisfies(w -> assertThat(w.bytes()).isEqualTo(data.bytes(0x3f80_0000L, 4)));
        assertThat(context.write(fa0, data.bytes(0x3ff0_0000_0000_0000L, 8))).isEmpty();
    }

    @Test
    void theZeroRegisterIsZero() throws Exception {
        DataModel data = new DataModel(ByteOrder.LITTLE_ENDIAN, Long.BYTES);
        Stack stack = Stack.used(Port.RV64, data);
        SavedContext context = bound(Port.RV64, data).context(stack.task(), stack);

        assertThat(context.read(new Register("zero", 0, 64))).hasValue(new byte[8]);
        assertThat(context.write(new Register("zero", 0, 64), new byte[8])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CM33_NTZ, 64, true", "CM3, 56, true", "CA9, 64, false"})
    void thePcOfATaskThatNeverRanMayHaveBitZeroSet(Port port, int offset, boolean odd) throws Exception {
        DataModel data = port.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.fresh(port, data);
        stack.word(offset, odd ? 0x10000353L : 0x10000350L);

        assertThat(bound(port, data).context(stack.task(), stack).pc()).isEqualTo(odd ? 0x10000352L : 0x10000350L);
    }

    @Test
    void aTaskInsideASecureFunctionHasNoFrameHere() throws Exception {
        DataModel data = Port.CM33_SECURE.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(Port.CM33_SECURE, data);
        stack.word(8, 0xfffffffdL);

        assertThat(catchThrowable(() -> bound(Port.CM33_SECURE, data).context(stack.task(), stack)))
                .isInstanceOf(FrameException.class)
                .hasMessage("freertos-arm-cm33: frame at 0x20000600: EXC_RETURN & 0x40 == 0 does not hold"
                        + " (EXC_RETURN = 0xfffffffd)");
    }

    @ParameterizedTest
    @CsvSource({
        "CM33_NTZ, 0, 20000408",
        "CM33_NTZ, 4, 10000000",
        "CM33_NTZ, 4, fffffff1",
        "CM3, 60, 01000003",
        "CM3, 60, 00000000",
        "CM3, 60, a5a5a5a5",
        "CM3, 60, 04040404",
        "CM3, 56, e000ed00",
        "CA9, 68, 00000013",
        "CA9, 68, a5a5a5bf",
        "CA9, 0, a5a5a5a5",
        "CA9, 4, 00000100",
        "CA9, 64, 10000002",
        "CA9_FP, 260, 00300000",
        "MICROBLAZE, 124, 90001234",
        "MICROBLAZE, 128, a5a5a5a5",
        "MICROBLAZE, 72, a5a5a5a5",
        "RV32, 0, 80000203",
        "RV32, 4, 00000080",
        "RV32, 4, 00001808",
        "RV32, 4, a5a5a5a5",
        "RV32, 120, a5a5a5a5",
        "RV32_FP64, 4, 00001880",
        "RV32_FP64, 264, 00000100",
        "RV32_V10, 116, 00000000",
        "RV64_V10_5, 240, 00000008",
        "RV64_FP64, 8, 00003880",
        "AARCH64, 0, 00000002",
        "AARCH64, 8, 00000100",
        "AARCH64, 16, 40001002",
        "AARCH64, 24, 0000000d",
        "AARCH64, 24, 0010000c",
        "AARCH64, 24, 0000001c",
        "AARCH64, 28, 00000001",
        "AARCH64, 40, 00000001",
        "AARCH64_FPSR, 16, 00000020",
        "AARCH64_FPSR, 24, 08000000"
    })
    void whatNoGenuineFrameHolds(Port port, int offset, String word) throws Exception {
        DataModel data = port.data(ByteOrder.LITTLE_ENDIAN);
        Stack stack = Stack.used(port, data);
        stack.word(offset, Long.parseLong(word, 16));

        assertThat(catchThrowable(() -> bound(port, data).context(stack.task(), stack)))
                .isInstanceOf(FrameException.class);
    }
}
