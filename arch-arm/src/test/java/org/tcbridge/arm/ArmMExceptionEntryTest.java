package org.tcbridge.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.arch.ExceptionEntry;
import org.tcbridge.core.arch.ExceptionEntry.Interruption;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;

class ArmMExceptionEntryTest {
    private static final ArmM ARM = new ArmM();
    private static final DataModel LITTLE = new DataModel(ByteOrder.LITTLE_ENDIAN, 4);
    private static final long VTOR = 0xe000_ed08L;
    private static final long VECTORS = 0x0800_0000L;
    private static final long MAIN_STACK = 0x2000_8000L;
    private static final long PSP = 0x2000_1000L;
    private static final long HANDLER = 0x0800_0600L;

    /** Words of memory; what was not put there cannot be read. */
    private static final class Words implements Memory {
        private final DataModel data;
        private final Map<Long, Long> words = new HashMap<>();
        private final List<String> reads = new ArrayList<>();

        Words(DataModel data) {
            this.data = data;
            words.put(VTOR, VECTORS);
            words.put(VECTORS, MAIN_STACK);
            words.put(VECTORS + 4 * 15, HANDLER + 1);
        }

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            reads.add("%x,%d".formatted(address, length));
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i += 4) {
                Long word = words.get(address + i);
                if (word == null) {
                    throw new MemoryException(address, length, "not there");
                }
                System.arraycopy(data.bytes(word, 4), 0, bytes, i, 4);
            }
            return bytes;
        }

        @Override
        public void write(long address, byte[] bytes) {
            throw new AssertionError("nobody writes");
        }

        void stack(long from, long... values) {
            for (int i = 0; i < values.length; i++) {
                words.put(from + 4L * i, values[i]);
            }
        }
    }

    private final Words memory = new Words(LITTLE);
    private final Map<String, Long> live = new HashMap<>(
            Map.of("psp", PSP, "msp", MAIN_STACK, "lr", 0xffff_fffdL, "pc", HANDLER, "xpsr", 0x0100_000fL));

    private Interruption find() {
        ExceptionEntry entry = ARM.exceptionEntry().orElseThrow();
        assertThat(live.keySet()).containsAll(entry.registers());
        return entry.find(
                name -> live.containsKey(name) ? OptionalLong.of(live.get(name)) : OptionalLong.empty(),
                memory,
                memory.data);
    }

    private Interruption.Found found() {
        assertThat(find()).isInstanceOf(Interruption.Found.class);
        return (Interruption.Found) find();
    }

    @Test
    void atTheFirstInstructionTheTaskHasTheCpusCalleeSavedRegisters() {
        assertThat(found())
                .isEqualTo(new Interruption.Found(
                        PSP,
                        Map.of("exc_return", 0xffff_fffdL),
                        Set.of("r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11")));
    }

    /** A handler that tests or interrupts came to without its vector has nothing that is certain. */
    @ParameterizedTest
    @CsvSource({"pc, 0x08000602", "xpsr, 0x0100000e"})
    void elsewhereItHasNone(String register, String value) {
        live.put(register, Long.decode(value));

        assertThat(found().inCpu()).isEmpty();
    }

    @Test
    void withoutTheVectorTableItHasNone() {
        memory.words.remove(VTOR);

        assertThat(found().inCpu()).isEmpty();
    }

    /** Armv7-M, the same with floating-point registers, Armv8-M secure and not (Armv8-M ARM, EXC_RETURN). */
    @ParameterizedTest
    @ValueSource(longs = {0xffff_fffdL, 0xffff_ffedL, 0xffff_ffbcL, 0xffff_ffacL})
    void theWordIsTakenFromLr(long excReturn) {
        live.put("lr", excReturn);
        memory.words.put(0xe000_ef34L, 0L);
        memory.words.put(0xe000_ef38L, 0L);

        assertThat(found().facts()).containsEntry("exc_return", excReturn);
    }

    /** To a handler, to a thread on the main stack; numbers that only look like it. */
    @ParameterizedTest
    @ValueSource(
            longs = {0xffff_fff1L, 0xffff_ffe1L, 0xffff_fff9L, 0xffff_ffe9L, 0xffff_ffffL, 0xffff_fffeL, 0x0800_0101L})
    void otherWordsAreNotTaken(long word) {
        live.put("lr", 0x0800_0101L);
        live.put("msp", MAIN_STACK - 8);
        memory.stack(MAIN_STACK - 8, word, 0xffff_fffdL);

        assertThat(found().facts()).containsEntry("exc_return", 0xffff_fffdL);
        assertThat(found().inCpu()).isEmpty();
    }

    @Test
    void theSearchEndsWhereTheMainStackStarts() {
        live.put("lr", 0x0800_0101L);
        live.put("msp", MAIN_STACK - 12);
        memory.stack(MAIN_STACK - 12, 1, 2, 3, 0xffff_fffdL);

        assertThat(find())
                .isEqualTo(
                        new Interruption.Unknown(
                                "lr 0x8000101 is no EXC_RETURN of a task, and none was found in 256 bytes of stack at 0x20007ff4"));
        assertThat(memory.reads).containsExactly("e000ed08,4", "8000000,4", "20007ff4,12");
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void theSearchIsBounded(int wordsBefore, boolean isFound) {
        live.put("lr", 0x0800_0101L);
        live.put("msp", MAIN_STACK - 0x400);
        memory.stack(MAIN_STACK - 0x400, new long[0x100]);
        memory.words.put(MAIN_STACK - 0x400 + 4L * wordsBefore, 0xffff_fffdL);

        assertThat(find() instanceof Interruption.Found).isEqualTo(isFound);
        assertThat(memory.reads).endsWith("20007c00,256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"psp", "msp"})
    void withoutTheStackPointersNothingIsFound(String register) {
        ExceptionEntry entry = ARM.exceptionEntry().orElseThrow();

        assertThat(entry.find(
                        name -> name.equals(register) ? OptionalLong.empty() : OptionalLong.of(PSP), memory, LITTLE))
                .isEqualTo(new Interruption.Unknown("the server does not tell psp and msp"));
        assertThat(memory.reads).isEmpty();
    }

    private static SavedContext frame(Memory memory, long excReturn, DataModel data)
            throws StackingFormatException, IOException, FrameException {
        Task task = new Task(
                        new TaskKey(0x2000_0800L, 0),
                        "t",
                        TaskState.RUNNING,
                        "",
                        OptionalInt.of(1),
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        OptionalLong.of(0x2000_0c00L),
                        OptionalLong.empty(),
                        0x2000_0c40L,
                        Map.of())
                .at(PSP, Map.of("exc_return", excReturn));
        return StackingCatalog.load(List.of(), List.of(ARM), List.of())
                .models(ExceptionEntry.RTOS, "arm-m")
                .getFirst()
                .bind(ARM, KnownSymbols.NONE, memory, data)
                .context(task, memory);
    }

    enum Order {
        LITTLE(ByteOrder.LITTLE_ENDIAN),
        BIG(ByteOrder.BIG_ENDIAN);

        private final DataModel data;

        Order(ByteOrder order) {
            data = new DataModel(order, 4);
        }
    }

    /** A fault's own registers are what is looked for: an odd pc and a missing Thumb bit must not hide them. */
    @ParameterizedTest
    @EnumSource
    void theFrameHasWhatTheCpuPushed(Order order) throws Exception {
        Words words = new Words(order.data);
        words.stack(PSP, 100, 101, 102, 103, 112, 114, 0xf000_0001L, 0x6000_0200L, 0);

        SavedContext context = frame(words, 0xffff_fffdL, order.data);

        assertThat(List.of("r0", "r3", "r12", "lr", "pc", "xpsr", "sp", "psp"))
                .extracting(name -> context.value(name).orElseThrow())
                .containsExactly(100L, 103L, 112L, 114L, 0xf000_0000L, 0x6000_0000L, PSP + 0x24, PSP + 0x24);
        assertThat(context.value("r4")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0xffffffdd, 0x61000000, task.exc_return & 0x20", "0xfffffffd, 0x6100000f, xpsr & 0x1ff"})
    void framesOfAnotherKindAreRefused(String excReturn, String xpsr, String reason) {
        memory.stack(PSP, 0, 0, 0, 0, 0, 0, HANDLER, Long.decode(xpsr));

        assertThatThrownBy(() -> frame(memory, Long.decode(excReturn), LITTLE))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theHandlersStackAndTheMasksAreNoTasks() {
        assertThat(List.of("msp", "msplim", "primask", "basepri", "faultmask")).allMatch(ARM::isShared);
        assertThat(List.of("sp", "psp", "control", "r4", "xpsr", "fpscr")).noneMatch(ARM::isShared);
    }
}
