package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.freertos.KernelLayout.Extent;
import org.tcbridge.freertos.ListWalker.Member;
import org.tcbridge.freertos.NotifyCalibration.Place;

/**
 * Finds what follows a task's name, where every member depends on an option: the stack's end lies behind the stack in every
 * task, control block numbers are all different and no larger than the number of tasks created, base priorities are mostly
 * the priorities.
 */
final class TailCalibration {
    /** No stack is believed to be larger. */
    private static final long MAX_STACK = 1L << 26;

    /** No name is believed to be longer. */
    private static final int MAX_NAME = 128;

    /** Alignment of {@code ulNotifiedValue}, whatever the size of a pointer, in bytes. */
    private static final int NOTIFIED_VALUE = 4;

    /** The layout with everything that was found, and what that was. */
    record Result(KernelLayout layout, List<LayoutFact> facts) {}

    private final KernelSymbols symbols;
    private final BlockCache memory;
    private final KernelLayout layout;
    private final KernelVariables variables;
    private final int word;
    private final int name;

    TailCalibration(KernelSymbols symbols, BlockCache memory, KernelLayout layout, KernelVariables variables) {
        this.symbols = symbols;
        this.memory = memory;
        this.layout = layout;
        this.variables = variables;
        this.word = layout.model().pointerBytes();
        this.name = layout.tcb().offset("pcTaskName");
    }

    Result calibrate(Map<Long, Member> members) {
        TailSamples samples = TailSamples.of(
                layout, List.copyOf(members.values()), extent -> new TcbReader(memory, layout.withExtent(extent)));
        int behindName = name + samples.longestName();
        int first = roundUp(behindName, word);
        OptionalInt stackEnd = stackEnd(samples, first);
        OptionalInt number = number(samples, stackEnd, first);
        OptionalInt base = basePriority(samples, stackEnd, number, first);
        OptionalInt anchor = anchor(samples, stackEnd, number, base);
        boolean inlined = !symbols.hasAny("xTaskIncrementTick", "vTaskIncrementTick");
        boolean notifications = inlined
                || symbols.hasAny(
                        "ulTaskNotifyTake", "xTaskNotifyWait", "ulTaskGenericNotifyTake", "xTaskGenericNotifyWait");
        Optional<Place> notify = notifications
                ? new NotifyCalibration(samples, symbols, layout)
                        .find(anchor, anchor.orElse(roundUp(behindName, NOTIFIED_VALUE)), name)
                : Optional.empty();
        Configuration configuration = nameLength(first, stackEnd, number, base, notify);
        configuration = options(configuration, samples, stackEnd, number, base);
        if (notify.isPresent()) {
            int end = name + configuration.number(KernelTypes.NAME_LENGTH);
            configuration = notifications(configuration, notify.get(), anchor.orElse(end));
        }
        KernelLayout found = KernelLayout.of(
                layout.lists(),
                configuration,
                layout.priorities(),
                layout.cores(),
                new Extent(0, KernelTypes.TCB.layout(configuration).size()));
        return new Result(found, facts(found.tcb(), samples.size()));
    }

    private static int roundUp(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** Highest offset at which the first member behind the name can be. */
    private int last(TailSamples samples) {
        int end = Math.min(samples.room(symbols), samples.allocated().orElse(Integer.MAX_VALUE));
        return Math.min(name + MAX_NAME, end - word);
    }

    private OptionalInt stackEnd(TailSamples samples, int first) {
        int last = last(samples);
        for (int at = first; at <= last; at += word) {
            int offset = at;
            if (samples.all(offset, word, member -> {
                long end = samples.word(member, offset);
                long bytes = end - member.tcb().value("pxStack");
                return bytes > 0
                        && bytes < MAX_STACK
                        && end % word == 0
                        && end - member.tcb().value("pxTopOfStack") >= 0;
            })) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** Offset of {@code uxTCBNumber}. */
    private OptionalInt number(TailSamples samples, OptionalInt stackEnd, int first) {
        if (samples.size() < 2 && !symbols.hasAny("uxTaskGetTaskNumber", "uxTaskGetSystemState")) {
            return OptionalInt.empty();
        }
        long created = variables.word("uxTaskNumber").orElse(0);
        long max = created >= samples.size() && created < 1 << 24 ? created : 4L * samples.size() + 64;
        int from = stackEnd.isPresent() ? stackEnd.getAsInt() + word : first;
        int to = stackEnd.isPresent() ? from + word : last(samples);
        for (int at = from; at <= to; at += word) {
            if (samples.distinct(at, 1, max)) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt basePriority(TailSamples samples, OptionalInt stackEnd, OptionalInt number, int first) {
        int from = first;
        int to = last(samples);
        if (number.isPresent()) {
            from = number.getAsInt() + 2 * word;
            to = from;
        } else if (stackEnd.isPresent()) {
            from = stackEnd.getAsInt() + word;
            to = from + word;
        }
        boolean telling = samples.varieties(tcb -> tcb.value("uxPriority")) > 1;
        boolean expected = (number.isPresent() || stackEnd.isPresent())
                && symbols.hasAny("xTaskPriorityInherit", "vTaskPriorityInherit");
        if (!telling && !expected) {
            return OptionalInt.empty();
        }
        for (int at = from; at <= to; at += word) {
            int offset = at;
            boolean possible = samples.all(
                    offset, word, m -> samples.word(m, offset) >= 0 && samples.word(m, offset) < layout.priorities());
            // a word that is 0 for other reasons agrees with every task of priority 0
            int raised = samples.count(m -> m.tcb().value("uxPriority") != 0);
            int equal = samples.count(m -> samples.has(m, offset, word)
                    && samples.word(m, offset) != 0
                    && samples.word(m, offset) == m.tcb().value("uxPriority"));
            if (possible && 3 * equal >= 2 * raised) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether a small count follows the base priority in every task. */
    private boolean mutexCount(TailSamples samples, int base) {
        int offset = base + word;
        return samples.all(offset, word, m -> samples.word(m, offset) >= 0 && samples.word(m, offset) < 64);
    }

    /** Offset behind the last member that was found. */
    private OptionalInt anchor(TailSamples samples, OptionalInt stackEnd, OptionalInt number, OptionalInt base) {
        if (base.isPresent()) {
            return OptionalInt.of(base.getAsInt() + (mutexCount(samples, base.getAsInt()) ? 2 : 1) * word);
        }
        if (number.isPresent()) {
            return OptionalInt.of(number.getAsInt() + 2 * word);
        }
        return stackEnd.isPresent() ? OptionalInt.of(stackEnd.getAsInt() + word) : OptionalInt.empty();
    }

    /** The name is as long as there is room before what follows. */
    private Configuration nameLength(
            int first, OptionalInt stackEnd, OptionalInt number, OptionalInt base, Optional<Place> notify) {
        int end = Math.max(first, name + 16);
        if (stackEnd.isPresent()) {
            end = stackEnd.getAsInt();
        } else if (number.isPresent()) {
            end = number.getAsInt();
        } else if (base.isPresent()) {
            end = base.getAsInt();
        } else if (notify.isPresent()) {
            end = Math.min(end, notify.get().values());
        }
        return layout.configuration().with(KernelTypes.NAME_LENGTH, end - name);
    }

    private Configuration options(
            Configuration configuration,
            TailSamples samples,
            OptionalInt stackEnd,
            OptionalInt number,
            OptionalInt base) {
        OptionalInt next = number.isPresent() ? number : base;
        boolean nesting = stackEnd.isPresent() && next.isPresent() && next.getAsInt() == stackEnd.getAsInt() + 2 * word;
        return configuration
                .with(KernelTypes.STACK_END, stackEnd.isPresent())
                .with(KernelTypes.NESTING, nesting)
                .with(KernelTypes.TRACE, number.isPresent())
                .with(KernelTypes.MUTEXES, base.isPresent())
                .with(KernelTypes.MUTEX_COUNT, base.isPresent() && mutexCount(samples, base.getAsInt()));
    }

    private Configuration notifications(Configuration configuration, Place notify, int anchor) {
        int between = notify.values() - anchor;
        Configuration found = configuration;
        if (between == NotifyCalibration.expectedBetween(symbols, word)) {
            found = found.with(KernelTypes.TAG, NotifyCalibration.tag(symbols))
                    .with(KernelTypes.RUN_TIME, NotifyCalibration.runTime(symbols));
        } else if (between > 0) {
            // tag, thread-local pointers, run-time counter, C library block: not told apart
            found = found.with(KernelTypes.TLS_SUPPORT).with(KernelTypes.TLS_BLOCK, between);
        }
        return found.with(KernelTypes.NOTIFICATIONS, notify.entries())
                .with(KernelTypes.NOTIFY)
                .with(notify.stateBytes() == 1 ? KernelTypes.NOTIFY_BYTES : KernelTypes.NOTIFY_ENUM);
    }

    private static List<LayoutFact> facts(StructLayout tcb, int tasks) {
        List<LayoutFact> facts = new ArrayList<>();
        String source = "calibrated on " + tasks + " tasks";
        facts.add(new LayoutFact(KernelTypes.NAME_LENGTH, "at most " + tcb.size("pcTaskName"), source));
        for (String member :
                List.of("pxEndOfStack", "uxTCBNumber", "uxBasePriority", "ulNotifiedValue", "ucNotifyState")) {
            String value = tcb.has(member) ? "offset " + tcb.offset(member) : "not found";
            facts.add(new LayoutFact("TCB_t." + member, value, source));
        }
        return facts;
    }
}
