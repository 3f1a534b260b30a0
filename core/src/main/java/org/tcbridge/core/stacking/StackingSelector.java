package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.symbol.Symbols;

/** Chooses among stacking models by trying them on the stacks of parked tasks. */
public final class StackingSelector {
    /** So many tasks are tried first. */
    static final int SAMPLE = 8;

    /** So many are tried when the first ones do not decide. */
    static final int LARGE_SAMPLE = 64;

    private StackingSelector() {}

    private record Vote(BoundStacking stacking, int fits, long hints, int checks, String failure) {
        StackingModel model() {
            return stacking.model();
        }
    }

    /**
     * Chooses the model that most tasks' frames fit. A tie goes to the one of whose hint symbols more exist, then to
     * more checks, then to the lower rank, then to the earlier one. Costs a memory read for each of at most
     * {@value #SAMPLE} tasks ({@value #LARGE_SAMPLE} when there is a tie) and for each fact of a candidate.
     *
     * @param architectures the candidates, likely ones first
     * @param catalog where the models are
     * @param rtos id of the RTOS
     * @param registers names of the target's registers, as its description spells them
     */
    public static Selection choose(
            List<Architecture> architectures,
            StackingCatalog catalog,
            String rtos,
            Symbols symbols,
            Memory memory,
            Set<String> registers,
            Snapshot.Tasks tasks) {
        List<Task> parked =
                tasks.tasks().stream().filter(t -> t.core().isEmpty()).toList();
        List<BoundStacking> candidates = new ArrayList<>();
        Memory cache = new SharedReads(memory, 0);
        for (Architecture architecture : architectures) {
            if (architecture.pointerBytes() == tasks.model().pointerBytes()) {
                for (StackingModel model : catalog.models(rtos, architecture.id())) {
                    candidates.add(model.bind(architecture, symbols, cache, tasks.model(), registers));
                }
            }
        }
        if (candidates.isEmpty()) {
            String ids = architectures.stream().map(Architecture::id).collect(Collectors.joining(", "));
            return new Selection.None("no stacking model for " + rtos + " on " + (ids.isEmpty() ? "any" : ids));
        }
        if (parked.isEmpty()) {
            return new Selection.None("no parked task to judge stacking models by");
        }
        int reach = candidates.stream().mapToInt(BoundStacking::mostBytes).max().orElseThrow();
        Memory stacks = new SharedReads(memory, reach);
        List<Task> sample = sample(parked, SAMPLE);
        List<Vote> votes = votes(candidates, sample, symbols, stacks);
        if (tie(votes) && parked.size() > sample.size()) {
            sample = sample(parked, LARGE_SAMPLE);
            votes = votes(candidates, sample, symbols, stacks);
        }
        return result(votes, sample.size());
    }

    private static List<Vote> votes(List<BoundStacking> candidates, List<Task> sample, Symbols symbols, Memory memory) {
        return candidates.stream()
                .map(c -> vote(c, sample, symbols, memory))
                .sorted(Comparator.comparingInt(Vote::fits)
                        .thenComparingLong(Vote::hints)
                        .thenComparingInt(Vote::checks)
                        .reversed()
                        .thenComparingLong(v -> v.model().preference().rank()))
                .toList();
    }

    private static boolean tie(List<Vote> votes) {
        return votes.size() > 1 && votes.get(0).fits > 0 && votes.get(0).fits == votes.get(1).fits;
    }

    private static Selection result(List<Vote> votes, int sample) {
        Vote best = votes.getFirst();
        if (best.fits == 0) {
            String failures = votes.stream().map(Vote::failure).collect(Collectors.joining("; "));
            return new Selection.None("no stacking model fits any of " + sample + " tasks: " + failures);
        }
        String facts = best.stacking.facts();
        String reason = votes.stream()
                        .map(v -> v.model().header().id() + ": " + v.fits + " of " + sample + " frames fit")
                        .collect(Collectors.joining("; "))
                + (tie(votes) ? "; a tie, broken by symbols, checks, rank" : "");
        return new Selection.Chosen(best.stacking, facts.isEmpty() ? reason : reason + " (" + facts + ")");
    }

    /** At most {@code most} tasks, evenly spread over the list. */
    private static List<Task> sample(List<Task> parked, int most) {
        List<Task> some = new ArrayList<>();
        int count = Math.min(parked.size(), most);
        for (int i = 0; i < count; i++) {
            some.add(parked.get(i * parked.size() / count));
        }
        return some;
    }

    private static Vote vote(BoundStacking stacking, List<Task> sample, Symbols symbols, Memory memory) {
        int fits = 0;
        String failure = "";
        for (Task task : sample) {
            try {
                stacking.context(task, memory);
                fits++;
            } catch (FrameException e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        StackingModel model = stacking.model();
        long hints = model.preference().hints().stream().filter(symbols::has).count();
        return new Vote(stacking, fits, hints, model.contents().checks().size(), failure);
    }
}
