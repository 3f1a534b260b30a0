package org.tcbridge.bench.report;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What tcbridge promises: a figure, or its ratio to another peer's, that is at most a limit.
 *
 * @param what in words
 * @param suite whose figure
 * @param item which one
 * @param peer who is held to it
 * @param baseline the peer that the ratio is to; empty when the figure itself counts
 * @param limit the most that the figure or ratio may be
 */
public record Target(String what, String suite, String item, String peer, String baseline, double limit) {
    /** Units of counts: packets, and bytes that are allocated. */
    private static final Set<String> COUNTS = Set.of("packets", "B");

    /** What the limit is compared with: the median of the rounds, if it was measured. */
    public Optional<Series> measured(Results results) {
        Optional<Series> own = results.find(suite, item, peer).map(Measurement::series);
        if (baseline.isEmpty()) {
            return own;
        }
        return own.flatMap(series -> results.find(suite, item, baseline).map(base -> series.over(base.series())));
    }

    /** Whether a median keeps to the limit. */
    public boolean isMet(Series measured) {
        return measured.median() <= limit;
    }

    /** Whether it is about a count, which is the same on every machine, and not about a time. */
    public boolean isCount(Results results) {
        return results.find(suite, item, peer)
                .filter(measurement -> COUNTS.contains(measurement.unit()))
                .isPresent();
    }

    /** A row of a table: what, limit, measured, whether it is met. */
    public String row(Results results) {
        Optional<Series> measured = measured(results);
        String unit = baseline.isEmpty()
                ? results.find(suite, item, peer)
                        .map(found -> " " + found.unit())
                        .orElse("")
                : " × " + baseline;
        return "| %s | ≤ %s%s | %s | %s |"
                .formatted(
                        what,
                        Table.number(limit),
                        unit,
                        measured.map(this::shown).orElse("not measured"),
                        measured.map(series -> isMet(series) ? "met" : "**not met**")
                                .orElse(""));
    }

    private String shown(Series series) {
        if (!baseline.isEmpty()) {
            return Table.spread(series);
        }
        return series.values().size() == 1
                ? Table.number(series.median())
                : String.format(
                        Locale.ROOT,
                        "%s (%s–%s)",
                        Table.number(series.median()),
                        Table.number(series.lowerQuartile()),
                        Table.number(series.upperQuartile()));
    }
}
