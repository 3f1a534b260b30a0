package org.tcbridge.freertos.stacking;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.arm.AArch64;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.stacking.BoundStacking;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.Place;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.core.stacking.StackingSelector;
import org.tcbridge.core.stacking.Write;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.freertos.FreeRtos;
import org.tcbridge.microblaze.MicroBlaze;
import org.tcbridge.microblaze.MicroBlaze64;
import org.tcbridge.riscv.RiscV32;
import org.tcbridge.riscv.RiscV64;

/** Any bytes as the stacks of parked tasks, read by every built-in stacking model. */
class SavedFrameFuzzTest {

    private static final long RAM = 0x2000_0000L;
    private static final int RAM_BYTES = 0x1000;
    private static final int STACK = 0x200;

    /** A frame is read at once, or in as many pieces as it has choices. */
    private static final int MOST_READS = 8;

    private static final List<Architecture> ARCHITECTURES = List.of(
            new ArmM(), new Arm(), new AArch64(), new MicroBlaze(), new MicroBlaze64(), new RiscV32(), new RiscV64());
    private static final StackingCatalog CATALOG = catalog();
    private static final List<StackingModel> MODELS = CATALOG.all();
    private static final Map<String, List<Register>> REGISTERS = registers();

    private static StackingCatalog catalog() {
        try {
            return StackingCatalog.load(List.of(new FreeRtos()), ARCHITECTURES, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StackingFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What gdb may ask an architecture for: its largest default set, and vector registers. */
    private static Map<String, List<Register>> registers() {
        Map<String, List<Register>> all = new LinkedHashMap<>();
        for (Architecture architecture : ARCHITECTURES) {
            List<Register> registers = new ArrayList<>();
            for (int gBytes = 0; gBytes < 1024; gBytes += 4) {
                architecture.defaultRegisters(gBytes).ifPresent(set -> {
                    registers.clear();
                    registers.addAll(set.all());
                });
            }
            IntStream.range(0, 32).forEach(i -> registers.add(new Register("s" + i, 500 + i, 32)));
            IntStream.range(0, 32).forEach(i -> registers.add(new Register("d" + i, 600 + i, 64)));
            IntStream.range(0, 16).forEach(i -> registers.add(new Register("q" + i, 700 + i, 128)));
            all.put(architecture.id(), List.copyOf(registers));
        }
        return all;
    }

    /** The input as RAM, over and over; the first byte chooses model and stack pointer, the second order and the end of RAM. */
    private static final class Ram implements Memory {
        private final byte[] bytes;
        private int reads;

        Ram(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            reads++;
            long offset = address - RAM;
            if (offset < 0 || offset > bytes.length - length) {
                throw new MemoryException(address, length, "E14");
            }
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
        }

        @Override
        public void write(long address, byte[] data) {
            System.arraycopy(data, 0, bytes, (int) (address - RAM), data.length);
        }
    }

    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Port port : Port.values()) {
            int model = IntStream.range(0, MODELS.size())
                    .filter(i -> MODELS.get(i).header().id().equals(port.model()))
                    .findFirst()
                    .orElseThrow();
            for (ByteOrder order : port.architecture().byteOrders()) {
                DataModel data = port.data(order);
                byte[] seed = new byte[2 + port.size()];
                seed[0] = (byte) (model + MODELS.size() * (port.misalignment() / 4));
                int second = MODELS.get(model)
                        .header()
                        .architectures()
                        .indexOf(port.architecture().id());
                seed[1] = (byte) ((order == ByteOrder.BIG_ENDIAN ? 1 : 0) | 4 * second);
                port.words(RAM)
                        .forEach((at, word) -> System.arraycopy(
                                data.bytes(word, data.pointerBytes()),
                                0,
                                seed,
                                2 + at,
                                Math.min(data.pointerBytes(), seed.length - 2 - at)));
                seeds.add(seed);
            }
        }
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void registersLieInTheFrameAndKeepWhatIsWritten(byte[] input) {
        StackingModel model = MODELS.get(at(input, 0) % MODELS.size());
        Architecture architecture = ARCHITECTURES.stream()
                .filter(a -> model.header().architectures().contains(a.id()))
                .skip(at(input, 1) >> 2 & model.header().architectures().size() - 1)
                .findFirst()
                .orElseThrow();
        ByteOrder order = (at(input, 1) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        DataModel data = new DataModel(order, architecture.pointerBytes());
        byte[] memory = new byte[(at(input, 1) & 2) == 0 ? RAM_BYTES : STACK + 64 + (at(input, 1) & 0xfc)];
        int start = STACK + 4 * (at(input, 0) / MODELS.size() & 3);
        // a frame may begin at the pointer or end there
        for (int i = 0; i < memory.length && input.length > 2; i++) {
            memory[i] = input[2 + Math.floorMod(i - start, input.length - 2)];
        }
        Ram ram = new Ram(memory);
        BoundStacking stacking = model.bind(architecture, symbols(model), ram, data);
        assertThat(ram.reads).isLessThanOrEqualTo(2);
        Task task = task(start);
        ram.reads = 0;
        try {
            SavedContext context = stacking.context(task, ram);
            assertThat(context.size()).isBetween(1, stacking.mostBytes());
            for (Register register : REGISTERS.getOrDefault(architecture.id(), List.of())) {
                rewritten(stacking, task, context, register, ram);
            }
        } catch (FrameException e) {
            assertThat(e)
                    .message()
                    .startsWith("%s: frame at 0x%x: ".formatted(model.header().id(), task.stackPointer()));
        }
        assertThat(ram.reads).isLessThanOrEqualTo(MOST_READS);
        choice(architecture, ram, data);
    }

    /** Writes another value and reads it back. */
    private static void rewritten(BoundStacking stacking, Task task, SavedContext context, Register register, Ram ram) {
        byte[] value = context.read(register).orElse(new byte[register.bytes()]);
        assertThat(value).hasSize(register.bytes());
        byte[] fresh = value.clone();
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] ^= (byte) 0xff;
        }
        List<Write> writes = context.write(register, fresh).orElse(List.of());
        if (context.read(register).isEmpty()) {
            assertThat(writes).isEmpty();
        }
        Ram after = new Ram(ram.bytes.clone());
        for (Write write : writes) {
            long offset = write.address() - task.stackPointer();
            assertThat(offset).isBetween((long) -context.size(), (long) context.size() - write.bytes().length);
            after.write(write.address(), write.bytes());
        }
        boolean whole = context.place(register.name()) instanceof Place.Saved;
        try {
            SavedContext again = stacking.context(task, after);
            // a register may say which form the frame has
            if (!writes.isEmpty() && whole && again.size() == context.size()) {
                assertThat(again.read(register))
                        .hasValueSatisfying(read -> assertThat(read).isEqualTo(fresh));
            }
        } catch (FrameException e) {
            assertThat(writes).as(e.getMessage()).isNotEmpty();
        }
    }

    private static void choice(Architecture architecture, Ram ram, DataModel data) {
        ram.reads = 0;
        List<Task> tasks =
                IntStream.range(0, 20).mapToObj(i -> task(STACK + 4 * i)).toList();
        Selection selection = StackingSelector.choose(
                List.of(architecture),
                CATALOG,
                "freertos",
                symbols(MODELS.getFirst()),
                ram,
                Set.of(),
                new Snapshot.Tasks(tasks, data, List.of()));
        int models = CATALOG.models("freertos", architecture.id()).size();
        assertThat(ram.reads).isLessThanOrEqualTo(models + 2 * tasks.size() * MOST_READS);
        switch (selection) {
            case Selection.Chosen chosen -> assertThat(chosen.reason()).contains("frames fit");
            case Selection.None none -> assertThat(none.reason()).isNotBlank();
        }
    }

    private static int at(byte[] input, int index) {
        return index < input.length ? input[index] & 0xff : 0;
    }

    private static Task task(int pointer) {
        return new Task(
                new TaskKey(RAM + pointer - 0x100, 0),
                "task",
                TaskState.READY,
                "",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.of(RAM),
                OptionalLong.empty(),
                RAM + pointer,
                Map.of());
    }

    /** A program with every symbol that the model asks for, all in RAM. */
    private static Symbols symbols(StackingModel model) {
        return new Symbols() {
            @Override
            public OptionalLong address(String name) {
                return model.symbols().contains(name) ? OptionalLong.of(RAM + STACK) : OptionalLong.empty();
            }

            @Override
            public OptionalLong size(String name) {
                return OptionalLong.empty();
            }
        };
    }
}
