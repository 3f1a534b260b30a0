package org.tcbridge.threadx.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.core.stacking.StackingSelector;
import org.tcbridge.core.stacking.Write;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.riscv.RiscV64;
import org.tcbridge.threadx.ThreadX;

class BuiltInStackingTest {
    private static final List<Architecture> ALL = List.of(new ArmM(), new Arm(), new AArch64(), new RiscV64());
    private static final long FRAME = 0x2000_0200L;

    /** A kernel that was built for the FPU. */
    private static final Symbols SYMBOLS =
            new KnownSymbols(Map.of("tx_thread_vfp_enable", 0x8000L, "tx_thread_fp_enable", 0x8000L));

    private static StackingCatalog catalog() throws StackingFormatException, IOException {
        return StackingCatalog.load(List.of(new ThreadX()), ALL, List.of());
    }

    private static DataModel data(Port port) {
        return new DataModel(ByteOrder.LITTLE_ENDIAN, port.pointerBytes());
    }

    private static Task task(Port port) {
        long end = FRAME + port.size();
        return new Task(
                new TaskKey(0x2000_0000L, 0),
                "task",
                TaskState.READY,
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.of(FRAME - 0x100),
                OptionalLong.of(end),
                FRAME,
                Map.of("extension_2", port.floats() ? 1L : 0L));
    }

    /** Every word is telling: even, in no reserved place, and another one at every offset. */
    private static long value(int offset) {
        return 0x1357_0000L + 16L * offset;
    }

    /** A frame, the last thing in memory but for the CPU's registers. */
    private static Memory memory(Port port) {
        byte[] bytes = new byte[port.size()];
        DataModel data = data(port);
        for (int at = 0; at < bytes.length; at += Integer.BYTES) {
            System.arraycopy(data.bytes(value(at), Integer.BYTES), 0, bytes, at, Integer.BYTES);
        }
        port.words()
                .forEach((at, value) ->
                        System.arraycopy(data.bytes(value, port.pointerBytes()), 0, bytes, at, port.pointerBytes()));
        return new Memory() {
            @Override
            public byte[] read(long address, int length) throws MemoryException {
                if (address == 0xe000_ed00L && length == Integer.BYTES) {
                    return data.bytes(port.cpuid(), Integer.BYTES);
                }
                long offset = address - FRAME;
                if (offset < 0 || offset > bytes.length - length) {
                    throw new MemoryException(address, length, "E14");
                }
                return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
            }

            @Override
            public void write(long address, byte[] fresh) throws MemoryException {
                throw new MemoryException(address, fresh.length, "read only");
            }
        };
    }

    private static Selection.Chosen chosen(Port port) throws Exception {
        List<Architecture> likely = List.of(port.architecture());
        Selection selection = StackingSelector.choose(
                likely,
                catalog(),
                "threadx",
                SYMBOLS,
                memory(port),
                port.target(),
                new Snapshot.Tasks(List.of(task(port)), data(port), List.of()));
        assertThat(selection).isInstanceOf(Selection.Chosen.class);
        return (Selection.Chosen) selection;
    }

    private static SavedContext context(Port port) throws FrameException, Exception {
        return chosen(port).stacking().context(task(port), memory(port));
    }

    @Test
    void everyFileIsTestedAndSaysWhereItIsFrom() throws Exception {
        List<StackingModel> models = catalog().all().stream()
                .filter(m -> m.header().rtos().equals("threadx"))
                .toList();

        assertThat(models).allSatisfy(m -> {
            assertThat(m.header().source()).contains("ThreadX 6.4 ports");
            assertThat(m.header().origin()).isEqualTo(m.header().id() + ".toml");
        });
        assertThat(Arrays.stream(Port.values()).map(Port::model))
                .containsAll(models.stream().map(m -> m.header().id()).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theFileOfThePortIsChosen(Port port) throws Exception {
        Selection.Chosen chosen = chosen(port);

        assertThat(chosen.stacking().model().header().id()).as(chosen.reason()).isEqualTo(port.model());
    }

    @ParameterizedTest
    @EnumSource
    void everyRegisterIsWhereThePortSavesIt(Port port) throws Exception {
        SavedContext context = context(port);
        DataModel data = data(port);

        assertThat(context.size()).isEqualTo(port.size());
        assertThat(context.sp()).isEqualTo(FRAME + port.size());
        port.registers().forEach((name, offset) -> {
            int low = port.words().getOrDefault(offset, value(offset)).intValue() & (name.equals("xpsr") ? ~0x200 : -1);
            Register register = new Register(name, 0, 8 * port.bytes(name));
            assertThat((int) data.unsigned(context.read(register).orElseThrow(), 0, Integer.BYTES))
                    .as(name)
                    .isEqualTo(low);
            assertThat(context.write(register, new byte[register.bytes()]).orElseThrow())
                    .as(name)
                    .extracting(Write::address)
                    .containsExactly(FRAME + offset);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFrameDoesNotHoldIsUnavailable(Port port) throws Exception {
        SavedContext context = context(port);

        assertThat(port.unsaved()).allSatisfy(name -> {
            Register register = new Register(name, 0, 8 * port.bytes(name));
            assertThat(context.read(register)).as(name).isEmpty();
            assertThat(context.write(register, new byte[register.bytes()]))
                    .as(name)
                    .isEmpty();
        });
    }

    @Test
    void theThumbBitIsNoPartOfThePc() throws Exception {
        Port port = Port.A_INTERRUPTED;
        Memory memory = memory(port);
        SavedContext context = chosen(port).stacking().context(task(port), memory);

        assertThat(context.pc()).isEqualTo(value(0x40));
        assertThat(context.value("cpsr")).hasValue(0x60000033L);
    }

    /** The kernel's own code is ARM code and says so in the saved CPSR; it returns by BX. */
    @Test
    void aThreadGaveUpTheProcessorInThumbCode() throws Exception {
        SavedContext context = context(Port.ARM_SOLICITED_BY_THUMB);

        assertThat(context.pc()).isEqualTo(0x8000);
        assertThat(context.value("lr")).hasValue(0x8001);
    }
}
