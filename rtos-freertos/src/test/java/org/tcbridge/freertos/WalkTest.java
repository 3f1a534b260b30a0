package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Current;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.freertos.KernelImage.Put;

class WalkTest {
    private final KernelConfig config = new KernelConfig();

    private static Map<String, TaskKey> keys(Snapshot snapshot) {
        return ((Snapshot.Tasks) snapshot)
                .tasks().stream().collect(java.util.stream.Collectors.toMap(Task::name, Task::key));
    }

    @Test
    void aKnownLayoutCostsOneReadForTheKernelAndOneForEachTask() {
        config.priorities = 64;
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        view.snapshot(scenario.kernel.memory);
        scenario.kernel.memory.takeReads();
        Put more = scenario.kernel.create("more", 3, 3);
        scenario.kernel.insert(scenario.kernel.ready(3), more.tcb() + scenario.kernel.stateItem);
        assertThat(keys(view.snapshot(scenario.kernel.memory)))
                .hasSize(scenario.expected.size() + 1)
                .containsKey("more");
        assertThat(scenario.kernel.memory.takeReads()).isEqualTo(scenario.expected.size() + 1 + 1);
    }

    @Test
    void neighbouringTasksShareReadsWhileNoneWasCreated() {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        Snapshot first = view.snapshot(scenario.kernel.memory);
        scenario.kernel.memory.takeReads();
        assertThat(view.snapshot(scenario.kernel.memory)).isEqualTo(first);
        // all control blocks lie within 512 bytes of the next
        assertThat(scenario.kernel.memory.takeReads()).isEqualTo(2);
    }

    @Test
    void theCurrentTaskIsOneRead() throws MemoryException {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        long busy = java.util.Objects.requireNonNull(scenario.kernel.tasks.get("busy"))
                .tcb();
        int created = scenario.expected.size();
        assertThat(view.current(scenario.kernel.memory))
                .isEqualTo(new Current(List.of(OptionalLong.of(busy)), created));
        assertThat(scenario.kernel.memory.takeReads()).isEqualTo(1);
        RtosView guessing = scenario.attach(false);
        assertThat(guessing.current(scenario.kernel.memory).tasks()).containsExactly(OptionalLong.of(busy));
    }

    @Test
    void theCurrentTaskAloneIsReadWhereTheSchedulersFlagIsFarAway() throws MemoryException {
        Scenario scenario = new Scenario(config);
        scenario.kernel.symbols.put("xSchedulerRunning", KernelImage.RAM + 0xf000);
        scenario.kernel.symbols.remove("uxTaskNumber");
        long busy = java.util.Objects.requireNonNull(scenario.kernel.tasks.get("busy"))
                .tcb();
        assertThat(scenario.attach(true).current(scenario.kernel.memory))
                .isEqualTo(new Current(List.of(OptionalLong.of(busy)), 0));
        assertThat(scenario.kernel.memory.takeReads()).isEqualTo(1);
        assertThat(scenario.attach(false).current(scenario.kernel.memory).tasks())
                .containsExactly(OptionalLong.empty());
    }

    @Test
    void severalCoresHaveSeveralCurrentTasks() throws MemoryException {
        config.cores = 3;
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        Snapshot.Tasks snapshot = (Snapshot.Tasks) view.snapshot(scenario.kernel.memory);
        List<OptionalLong> running = List.of(
                OptionalLong.of(snapshot.running(0).orElseThrow().key().address()),
                OptionalLong.of(snapshot.running(1).orElseThrow().key().address()),
                OptionalLong.of(snapshot.running(2).orElseThrow().key().address()));
        assertThat(view.current(scenario.kernel.memory).tasks()).isEqualTo(running);
        assertThat(snapshot.running(1).orElseThrow().name()).isEqualTo("IDLE1");
    }

    @Test
    void beforeTheSchedulerRunsThereAreNoTasks() throws MemoryException {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        scenario.kernel.poke(scenario.kernel.symbol("xSchedulerRunning"), 0);
        assertThat(view.snapshot(scenario.kernel.memory))
                .isEqualTo(new Snapshot.NoTasks("xSchedulerRunning is 0x0: the scheduler does not run, expected 1"));
        assertThat(view.current(scenario.kernel.memory).tasks()).containsExactly(OptionalLong.empty());
        assertThat(view.layout()).isEmpty();
        scenario.kernel.poke(scenario.kernel.symbol("xSchedulerRunning"), 1);
        assertThat(Scenario.describe(view.snapshot(scenario.kernel.memory)))
                .containsExactlyElementsOf(scenario.expected());
    }

    /** A reset, and the same program runs again: its list costs no more than any other. */
    @Test
    void aLayoutIsLearntOnceForAProgram() {
        config.stack = 1024;
        Scenario scenario = new Scenario(config);
        KernelImage kernel = scenario.kernel;
        RtosView view = scenario.attach(false);
        Snapshot before = view.snapshot(kernel.memory);
        List<LayoutFact> learnt = view.layout();
        kernel.poke(kernel.symbol("xSchedulerRunning"), 0);
        assertThat(view.snapshot(kernel.memory)).isInstanceOf(Snapshot.NoTasks.class);
        kernel.poke(kernel.symbol("xSchedulerRunning"), 1);
        kernel.memory.takeReads();

        assertThat(view.snapshot(kernel.memory)).isEqualTo(before);
        assertThat(kernel.memory.takeReads()).isEqualTo(scenario.expected.size() + 1);
        assertThat(view.layout()).isSameAs(learnt);
    }

    @Test
    void withoutTheSchedulersFlagTheCurrentTaskMustBeOnAList() {
        Scenario scenario = new Scenario(config);
        scenario.kernel.symbols.remove("xSchedulerRunning");
        assertThat(Scenario.describe(scenario.attach(true).snapshot(scenario.kernel.memory)))
                .containsExactlyElementsOf(scenario.expected());
        scenario.kernel.poke(scenario.kernel.symbol("pxCurrentTCB"), 0);
        assertThat(scenario.attach(true).snapshot(scenario.kernel.memory))
                .isEqualTo(new Snapshot.NoTasks(
                        "xSchedulerRunning is not known and pxCurrentTCB is 0x0, which is on no list"));
    }

    @Test
    void aTaskBetweenTwoListsIsNotLost() {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        view.snapshot(scenario.kernel.memory);
        // xTaskResume took it out of the suspended list and has not put it anywhere yet
        KernelImage kernel = scenario.kernel;
        Put susp = java.util.Objects.requireNonNull(kernel.tasks.get("susp"));
        long item = susp.tcb() + kernel.stateItem;
        long next = kernel.peek(item + kernel.itemNext);
        long previous = kernel.peek(item + kernel.itemNext + 4);
        kernel.poke(previous + kernel.itemNext, next);
        kernel.poke(next + kernel.itemNext + 4, previous);
        kernel.poke(item + kernel.itemNext + 12, 0);
        long list = kernel.symbol("xSuspendedTaskList");
        kernel.poke(list + kernel.listCount, kernel.peek(list + kernel.listCount) - 1);
        assertThat(Scenario.describe(view.snapshot(kernel.memory)))
                .hasSize(scenario.expected.size())
                .contains("%x susp ready [between two lists] 2 base 2 %x".formatted(susp.tcb(), susp.stack()));
    }

    @Test
    void anotherTaskAtTheSameAddressIsAnotherTask() {
        for (boolean trace : new boolean[] {true, false}) {
            KernelConfig traced = new KernelConfig();
            traced.trace = trace;
            Scenario scenario = new Scenario(traced);
            RtosView view = scenario.attach(true);
            TaskKey before = keys(view.snapshot(scenario.kernel.memory)).get("susp");
            assertThat(keys(view.snapshot(scenario.kernel.memory))).containsEntry("susp", before);
            long tcb = java.util.Objects.requireNonNull(scenario.kernel.tasks.get("susp"))
                    .tcb();
            scenario.kernel.memory.poke(tcb + scenario.kernel.nameOffset, 'b', 1, config.order);
            if (trace) {
                scenario.kernel.poke(tcb + scenario.kernel.nameOffset + traced.name, 200);
                scenario.kernel.poke(scenario.kernel.symbol("uxTaskNumber"), 200);
            }
            TaskKey after = keys(view.snapshot(scenario.kernel.memory)).get("busp");
            assertThat(after).isNotNull().isNotEqualTo(before);
            assertThat(java.util.Objects.requireNonNull(after).address()).isEqualTo(tcb);
        }
    }

    @Test
    void anotherProgramIsLearntAnew() {
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(true);
        view.snapshot(scenario.kernel.memory);
        KernelConfig other = new KernelConfig();
        other.mpu = 32;
        other.stackEnd = true;
        other.name = 24;
        Scenario next = new Scenario(other);
        assertThat(next.kernel.symbols).isEqualTo(scenario.kernel.symbols);
        assertThat(Scenario.describe(view.snapshot(next.kernel.memory))).containsExactlyElementsOf(next.expected());
        assertThat(view.layout())
                .contains(new LayoutFact("TCB_t.xStateListItem", "offset 36", "calibrated: pvOwner of list items"));
    }

    @Test
    void layoutSaysWhatWasLearntAndHow() {
        config.stackEnd = true;
        Scenario scenario = new Scenario(config);
        RtosView view = scenario.attach(false);
        view.snapshot(scenario.kernel.memory);
        assertThat(view.layout())
                .contains(
                        new LayoutFact(
                                "byte order",
                                "LITTLE_ENDIAN",
                                "known before: the program's file, or the scheduler's flag"),
                        new LayoutFact(
                                "configMAX_PRIORITIES",
                                "8",
                                "calibrated: event item value + uxPriority of 11 of 11 tasks"),
                        new LayoutFact("TCB_t.xStateListItem", "offset 4", "calibrated: pvOwner of list items"),
                        new LayoutFact("TCB_t.pxEndOfStack", "offset 68", "calibrated on 11 tasks"),
                        new LayoutFact("TCB_t.uxTCBNumber", "offset 72", "calibrated on 11 tasks"),
                        new LayoutFact("TCB_t.uxBasePriority", "offset 80", "calibrated on 11 tasks"),
                        new LayoutFact("TCB_t.ucNotifyState", "offset 92", "calibrated on 11 tasks"));
    }
}
