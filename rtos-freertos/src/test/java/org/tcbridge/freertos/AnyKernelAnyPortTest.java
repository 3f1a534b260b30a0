package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingSelector;
import org.tcbridge.freertos.stacking.Port;
import org.tcbridge.microblaze.MicroBlaze;
import org.tcbridge.microblaze.MicroBlaze64;
import org.tcbridge.riscv.RiscV32;
import org.tcbridge.riscv.RiscV64;

/**
 * Kernels of any configuration whose tasks have frames of any port: from nothing but memory and symbols the walk finds the tasks, the
 * vote the port's file, and the file the registers. Each combination follows from its seed.
 */
class AnyKernelAnyPortTest {
    private static final List<Architecture> ALL = List.of(
            new ArmM(), new Arm(), new AArch64(), new MicroBlaze(), new MicroBlaze64(), new RiscV32(), new RiscV64());
    private static final int STACK = 2048;

    static Stream<Arguments> combinations() {
        List<Port> ports =
                Stream.of(Port.values()).filter(p -> !p.inControlBlock()).toList();
        return IntStream.range(0, 205).mapToObj(seed -> Arguments.of(seed, ports.get(seed % ports.size())));
    }

    private static KernelConfig config(Random random, Port port) {
        KernelConfig config;
        do {
            config = KernelConfig.random(random);
        } while (config.word != port.architecture().pointerBytes());
        List<java.nio.ByteOrder> orders = port.architecture().byteOrders();
        config.order = orders.get(random.nextInt(orders.size()));
        config.stack = STACK;
        return config;
    }

    @ParameterizedTest(name = "seed {0}, {1}")
    @MethodSource("combinations")
    void fromMemoryToRegisters(int seed, Port port) throws Exception {
        KernelConfig config = config(new Random(seed), port);
        KernelImage kernel = new Scenario(config).kernel;
        DataModel data = new DataModel(config.order, config.word);
        List<KernelImage.Put> put = new ArrayList<>(kernel.tasks.values());
        put.forEach(task -> frame(kernel, port, task, put.indexOf(task)));

        Snapshot snapshot =
                new FreeRtos().attach(kernel, Optional.empty(), config.word).snapshot(kernel.memory);
        assertThat(snapshot).as(config.toString()).isInstanceOf(Snapshot.Tasks.class);
        Snapshot.Tasks tasks = (Snapshot.Tasks) snapshot;
        Selection selection = StackingSelector.choose(
                ALL.stream()
                        .filter(a -> a.id().equals(port.architecture().id()))
                        .toList(),
                StackingCatalog.load(List.of(new FreeRtos()), ALL, List.of()),
                "freertos",
                kernel,
                kernel.memory,
                Set.of(),
                tasks);

        assertThat(selection).as(config.toString()).isInstanceOf(Selection.Chosen.class);
        Selection.Chosen chosen = (Selection.Chosen) selection;
        assertThat(chosen.stacking().model().header().id()).as(chosen.reason()).isEqualTo(port.model());
        for (Task task : tasks.tasks()) {
            if (task.core().isEmpty()) {
                SavedContext context = chosen.stacking().context(task, kernel.memory);
                int index = IntStream.range(0, put.size())
                        .filter(i -> put.get(i).tcb() == task.key().address())
                        .findFirst()
                        .orElseThrow();
                assertRegisters(port, context, put.get(index).stack(), index, data);
            }
        }
    }

    /** Fills a stack, as kernels do (tasks.c, tskSTACK_FILL_BYTE), and puts a frame where the task's saved stack pointer leads. */
    private static void frame(KernelImage kernel, Port port, KernelImage.Put task, int index) {
        KernelConfig config = kernel.config;
        long at = (task.stack() + STACK / 4 + 15) / 16 * 16 + port.misalignment();
        kernel.poke(task.tcb(), at);
        for (int i = 0; i < STACK - config.word; i += Integer.BYTES) {
            kernel.memory.poke(task.stack() + i, 0xa5a5_a5a5L, Integer.BYTES, config.order);
        }
        port.registers().values().forEach(field -> {
            for (int i = field.offset(); i < field.offset() + field.bytes(); i += Integer.BYTES) {
                kernel.memory.poke(at + i, value(index, i), Integer.BYTES, config.order);
            }
        });
        port.words(task.stack()).forEach((offset, word) -> kernel.poke(at + offset, word));
    }

    /** Aligned, telling, another one in every task and at every offset. */
    private static long value(int task, int offset) {
        return 0x1357_0000L + 0x1000L * task + 4L * offset;
    }

    private static void assertRegisters(Port port, SavedContext context, long stack, int index, DataModel data) {
        assertThat(context.size()).isEqualTo(port.size());
        port.registers().forEach((name, field) -> {
            boolean set = port.words(stack).keySet().stream()
                    .anyMatch(at -> at < field.offset() + field.bytes() && field.offset() < at + data.pointerBytes());
            if (!set) {
                Register register = new Register(name, 0, 8 * field.bytes());
                byte[] raw = context.read(register).orElseThrow();
                boolean big = data.order() == java.nio.ByteOrder.BIG_ENDIAN;
                int low = big ? field.bytes() - Integer.BYTES : 0;
                assertThat(data.unsigned(raw, low, Integer.BYTES) & ~1L)
                        .as(name)
                        .isEqualTo(value(index, field.offset() + low));
            }
        });
    }
}
