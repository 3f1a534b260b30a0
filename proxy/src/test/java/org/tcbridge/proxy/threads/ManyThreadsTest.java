package org.tcbridge.proxy.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.QuestionsOnly;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.ServerThreads;

/** gdb asks for each thread of a list by itself, several times over: what that takes must not depend on how many there are. */
class ManyThreadsTest {
    private static final int TASKS = 1000;
    private static final long CPU = 1;

    /** Tasks at 1, 2, 3 times 0x100, the first on the CPU. Counts what is asked. */
    private static final class Kernel implements RtosView {
        private int walks;
        private int looks;

        @Override
        public Current current(Memory memory) {
            looks++;
            return new Current(List.of(OptionalLong.of(0x100)), 0);
        }

        @Override
        public Snapshot snapshot(Memory memory) {
            walks++;
            List<Task> tasks =
                    LongStream.rangeClosed(1, TASKS).mapToObj(Kernel::task).toList();
            return new Snapshot.Tasks(tasks, new DataModel(ByteOrder.LITTLE_ENDIAN, Integer.BYTES), List.of());
        }

        private static Task task(long number) {
            return new Task(
                    new TaskKey(0x100 * number, number),
                    "task" + number,
                    number == 1 ? TaskState.RUNNING : TaskState.READY,
                    "",
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    number == 1 ? OptionalInt.of(0) : OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    0,
                    Map.of());
        }

        @Override
        public List<LayoutFact> layout() {
            return List.of();
        }
    }

    /** No memory at all. */
    private static final class Nothing implements Memory {
        @Override
        public byte[] read(long address, int length) throws MemoryException {
            throw new MemoryException(address, length, "there is none");
        }

        @Override
        public void write(long address, byte[] data) throws MemoryException {
            throw new MemoryException(address, data.length, "there is none");
        }
    }

    /** A server with one register and no threads. */
    private static final class Server extends QuestionsOnly {
        @Override
        public RawReply ask(String command) {
            return RawReply.of(command.equals("g") ? "00000000" : "");
        }
    }

    private static TaskThreads threads(Kernel kernel) throws Exception {
        ServerThreads cpus = new ServerThreads(new Server());
        TaskModel.Parts parts = new TaskModel.Parts(
                "toy",
                kernel,
                List.of(new ArmM()),
                StackingCatalog.load(List.of(), List.of(), List.of()),
                KnownSymbols.NONE,
                Set.of("r0"),
                new Nothing(),
                cpus);
        RegisterSet registers = new RegisterSet(List.of(new Register("r0", 0, 32)), 4);
        return new TaskThreads(
                parts,
                new CpuRegisters(new Server(), cpus, registers),
                new ThreadNumbers(List.of(CPU), cpu -> false),
                () -> false,
                new SessionLog("test"));
    }

    @Test
    void aThreadIsFoundInTheListThatWasMadeOnce() throws Exception {
        Kernel kernel = new Kernel();
        TaskThreads threads = threads(kernel);

        List<DebugThread> all = threads.all();

        assertThat(all).hasSize(TASKS);
        assertThat(threads.all()).isSameAs(all);
        for (DebugThread thread : all) {
            Optional<DebugThread> found = threads.find(thread.number());
            assertThat(found.orElseThrow()).isSameAs(thread);
        }
        assertThat(threads.find(TASKS + 1)).isEmpty();
        assertThat(kernel.walks).isEqualTo(1);
        assertThat(kernel.looks).as("to know what changed since").isEqualTo(1);
    }

    @Test
    void afterAStopItIsMadeAgainWhenATaskIsAskedFor() throws Exception {
        Kernel kernel = new Kernel();
        TaskThreads threads = threads(kernel);
        List<DebugThread> before = threads.all();

        threads.forget();

        assertThat(threads.find(CPU)).contains(before.getFirst());
        assertThat(kernel.walks).as("who runs is known without a walk").isEqualTo(1);
        DebugThread last = threads.find(TASKS).orElseThrow();
        assertThat(last).isEqualTo(before.getLast()).isNotSameAs(before.getLast());
        assertThat(threads.all()).isNotSameAs(before).isEqualTo(before);
        assertThat(kernel.walks).isEqualTo(2);
    }
}
