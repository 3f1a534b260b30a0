package org.tcbridge.freertos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;

/** Targets whose memory lies: sound tasks stay, the rest is named, and every walk ends. */
class LiesTest {
    private final KernelConfig config = new KernelConfig();
    private final Scenario scenario = new Scenario(config);
    private final KernelImage kernel = scenario.kernel;
    private final RtosView view = scenario.attach(true);

    private long item(String task) {
        return Objects.requireNonNull(kernel.tasks.get(task)).tcb() + kernel.stateItem;
    }

    private Snapshot.Tasks tasks() {
        return (Snapshot.Tasks) view.snapshot(kernel.memory);
    }

    private static List<String> names(Snapshot.Tasks snapshot) {
        return snapshot.tasks().stream().map(Task::name).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListThatLoopsIsCutOpen(boolean learnt) {
        if (learnt) {
            tasks();
        }
        // delay -> holder -> pending -> delay ...
        kernel.poke(item("pending") + kernel.itemNext, item("delay"));
        Snapshot.Tasks snapshot = tasks();
        assertThat(names(snapshot)).hasSize(scenario.expected.size()).contains("delay", "holder", "pending");
        assertThat(snapshot.problems())
                .containsExactly("xDelayedTaskList1 at 0x%x: pxNext leads back to 0x%x"
                        .formatted(kernel.symbol("xDelayedTaskList1"), item("delay")));
    }

    /** Where the second of two ready lists is damaged, nothing tells how long a list is. */
    @Test
    void aFormatLearntUnderDamageIsLearntAgain() {
        KernelConfig whole = new KernelConfig();
        whole.mini = false;
        whole.priorities = 2;
        Scenario fullEnds = new Scenario(whole);
        RtosView learner = fullEnds.attach(true);
        long end = fullEnds.kernel.symbol("pxReadyTasksLists") + 7 * 4 + 2 * 4;
        fullEnds.kernel.poke(end, 2);
        assertThat(((Snapshot.Tasks) learner.snapshot(fullEnds.kernel.memory)).problems())
                .isNotEmpty();

        fullEnds.kernel.poke(end, 0xffff_ffffL);

        assertThat(Scenario.describe(learner.snapshot(fullEnds.kernel.memory))).isEqualTo(fullEnds.expected());
    }

    @Test
    void aListThatLeadsNowhereIsWalkedFromItsOtherEnd() {
        kernel.poke(item("delay") + kernel.itemNext, 0xdead_bee0L);
        Snapshot.Tasks snapshot = tasks();
        assertThat(names(snapshot)).hasSize(scenario.expected.size()).contains("holder", "pending");
        assertThat(snapshot.problems()).hasSize(1).first().asString().contains("item 0xdeadbee0: memory 0xdeadbe");
    }

    @Test
    void aCountOfFourBillionIsNamed() {
        long list = kernel.symbol("xSuspendedTaskList");
        kernel.poke(list + kernel.listCount, -1);
        kernel.poke(kernel.symbol("uxCurrentNumberOfTasks"), -1);
        Snapshot.Tasks snapshot = tasks();
        assertThat(names(snapshot)).hasSize(scenario.expected.size());
        assertThat(snapshot.problems())
                .containsExactly(
                        "xSuspendedTaskList at 0x%x: uxNumberOfItems is 4294967295, the list holds 3".formatted(list),
                        "uxCurrentNumberOfTasks is 4294967295, the lists hold 11 tasks");
    }

    @Test
    void aBadHeadCostsItsListAlone() {
        tasks();
        long list = kernel.symbol("xTasksWaitingTermination");
        kernel.poke(list + kernel.listEnd, 0x1234);
        kernel.poke(kernel.symbol("uxCurrentNumberOfTasks"), scenario.expected.size() - 1);
        Snapshot.Tasks snapshot = view.snapshot(kernel.memory) instanceof Snapshot.Tasks t ? t : tasks();
        assertThat(names(snapshot)).hasSize(scenario.expected.size() - 1).doesNotContain("gone");
        assertThat(snapshot.problems())
                .containsExactly("xTasksWaitingTermination at 0x%x: xListEnd.xItemValue is 0x1234, expected 0xffffffff"
                        .formatted(list));
    }

    @Test
    void aTaskThatCannotBeReadIsLeftOutAndNamed() {
        long tcb = Objects.requireNonNull(kernel.tasks.get("holder")).tcb();
        kernel.memory.hole(tcb, 4);
        Snapshot.Tasks snapshot = tasks();
        assertThat(names(snapshot))
                .hasSize(scenario.expected.size() - 1)
                .doesNotContain("holder")
                .contains("delay", "pending");
        assertThat(snapshot.problems()).hasSize(2);
        assertThat(snapshot.problems().getFirst())
                .startsWith("xDelayedTaskList1 at 0x%x: item 0x%x"
                        .formatted(kernel.symbol("xDelayedTaskList1"), item("holder")));
        assertThat(snapshot.problems().getLast()).isEqualTo("uxCurrentNumberOfTasks is 11, the lists hold 10 tasks");
    }

    @Test
    void aNameWithoutAnEndIsCut() {
        long name = Objects.requireNonNull(kernel.tasks.get("susp")).tcb() + kernel.nameOffset;
        for (int i = 0; i < config.name; i++) {
            kernel.memory.poke(name + i, 'x', 1, config.order);
        }
        assertThat(names(tasks())).contains("x".repeat(config.name)).hasSize(scenario.expected.size());
    }

    @Test
    void aCurrentTaskThatIsNoneIsNamed() {
        kernel.poke(kernel.symbol("pxCurrentTCB"), KernelImage.RAM + 0x40);
        Snapshot.Tasks snapshot = tasks();
        assertThat(names(snapshot)).hasSize(scenario.expected.size());
        assertThat(snapshot.running(0)).isEmpty();
        assertThat(snapshot.problems())
                .containsExactly("pxCurrentTCB[0] is 0x20000040: xStateListItem.pvOwner is 0x0, expected 0x20000040");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xff, 0xa5})
    void uniformMemoryHasNoTasks(int fill) throws MemoryException {
        for (boolean orderKnown : new boolean[] {true, false}) {
            RtosView fresh = scenario.attach(orderKnown);
            Arrays.fill(kernel.memory.bytes(), (byte) fill);
            assertThat(fresh.current(kernel.memory).tasks()).containsExactly(OptionalLong.empty());
            assertThat(fresh.snapshot(kernel.memory)).isInstanceOf(Snapshot.NoTasks.class);
            kernel.memory.poke(kernel.symbol("xSchedulerRunning"), 1, 4, config.order);
            assertThat(((Snapshot.NoTasks) fresh.snapshot(kernel.memory)).reason())
                    .startsWith("pxReadyTasksLists at 0x20000100: no list in any known layout (");
        }
    }

    @Test
    void aKernelThatInitialisedNoListsYetHasNoTasks() {
        long start = kernel.symbol("pxReadyTasksLists") - KernelImage.RAM;
        Arrays.fill(kernel.memory.bytes(), (int) start, (int) start + 500, (byte) 0);
        kernel.poke(kernel.symbol("xSchedulerRunning"), 1);
        assertThat(view.snapshot(kernel.memory)).isInstanceOf(Snapshot.NoTasks.class);
    }

    @Test
    void unreadableMemoryHasNoTasks() {
        RtosView lost = new FreeRtos().attach(kernel, Optional.empty(), 4);
        FakeMemory elsewhere = new FakeMemory(0x9000_0000L, 16);
        assertThat(lost.snapshot(elsewhere))
                .isEqualTo(new Snapshot.NoTasks(
                        "xSchedulerRunning at 0x%x cannot be read".formatted(kernel.symbol("xSchedulerRunning"))));
        assertThat(elsewhere.takeReads()).isLessThan(10);
    }

    @Test
    void aGarbageTopPriorityDoesNotMatter() {
        KernelConfig garbage = new KernelConfig();
        garbage.topUsed = true;
        Scenario other = new Scenario(garbage);
        other.kernel.poke(other.kernel.symbol("uxTopUsedPriority"), 8002);
        assertThat(Scenario.describe(other.attach(true).snapshot(other.kernel.memory)))
                .containsExactlyElementsOf(other.expected());
    }

    @Test
    void aLayoutLearntAmidDamageIsLearntAgainWhenTheListsAddUp() {
        KernelConfig checked = new KernelConfig();
        checked.stackEnd = true;
        Scenario other = new Scenario(checked);
        RtosView early = other.attach(true);
        long end =
                Objects.requireNonNull(other.kernel.tasks.get("holder")).tcb() + other.kernel.nameOffset + checked.name;
        long stack = other.kernel.peek(end);
        other.kernel.poke(end, 0x1234);
        long count = other.kernel.symbol("uxCurrentNumberOfTasks");
        other.kernel.poke(count, 99);
        assertThat(Scenario.describe(early.snapshot(other.kernel.memory)))
                .contains("problem: uxCurrentNumberOfTasks is 99, the lists hold 11 tasks")
                .doesNotContainAnyElementsOf(other.expected());
        other.kernel.poke(end, stack);
        other.kernel.poke(count, other.expected.size());
        assertThat(Scenario.describe(early.snapshot(other.kernel.memory))).containsExactlyElementsOf(other.expected());
    }

    @Test
    void damagedKernelsNeverBreakAWalk() throws MemoryException {
        Random random = new Random(42);
        for (int round = 0; round < 1500; round++) {
            Scenario damaged = new Scenario(KernelConfig.random(random));
            FakeMemory memory = damaged.kernel.memory;
            RtosView victim = damaged.attach(random.nextBoolean());
            if (random.nextBoolean()) {
                victim.snapshot(memory);
            }
            int used = 0x4000;
            for (int hit = random.nextInt(200); hit >= 0; hit--) {
                int at = random.nextInt(used / 4) * 4;
                long value = random.nextBoolean() ? random.nextInt() : KernelImage.RAM + random.nextInt(used / 4) * 4L;
                memory.poke(KernelImage.RAM + at, value, 4, damaged.order());
            }
            if (random.nextInt(3) == 0) {
                memory.hole(KernelImage.RAM + random.nextInt(used), 1 + random.nextInt(300));
            }
            memory.takeReads();
            Snapshot snapshot = victim.snapshot(memory);
            assertThat(memory.takeReads()).as("round %d", round).isLessThanOrEqualTo(2000);
            if (snapshot instanceof Snapshot.Tasks sound) {
                assertThat(damaged.kernel.tcbs())
                        .as("round %d", round)
                        .containsAll(sound.tasks().stream()
                                .map(task -> task.key().address())
                                .toList());
            }
        }
    }

    @Test
    void randomMemoryNeverHasTasks() throws MemoryException {
        Random random = new Random(99);
        for (int round = 0; round < 500; round++) {
            random.nextBytes(kernel.memory.bytes());
            RtosView fresh = scenario.attach(random.nextBoolean());
            kernel.poke(kernel.symbol("xSchedulerRunning"), 1);
            kernel.memory.takeReads();
            fresh.current(kernel.memory);
            assertThat(fresh.snapshot(kernel.memory)).isInstanceOf(Snapshot.NoTasks.class);
            assertThat(kernel.memory.takeReads()).isLessThan(200);
        }
    }
}
