package org.tcbridge.bench.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Markdown table of one suite: a row for each item, a column for each peer.
 *
 * @param suite whose figures
 * @param first the heading of the first column, with the unit
 * @param baseline the peer that ratios are to; empty for none
 */
public record Table(String suite, String first, String baseline) {
    private static final int WHOLE = 1000;

    /** The rounds see the peers in an order of luck. */
    private static final List<String> ORDER = List.of("direct", "relay", "socat", "tcbridge");

    /** The table; empty when the suite was not run. */
    public String markdown(Results results) {
        List<Measurement> measurements = results.of(suite);
        if (measurements.isEmpty()) {
            return "";
        }
        List<String> peers = measurements.stream()
                .map(Measurement::peer)
                .distinct()
                .sorted(Comparator.comparingInt(Table::place))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(row(first, peers));
        lines.add("| --- |" + " ---: |".repeat(peers.size()));
        for (String item :
                measurements.stream().map(Measurement::item).distinct().toList()) {
            lines.add(row(
                    item, peers.stream().map(peer -> cell(results, item, peer)).toList()));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Columns stand in this order by how their names begin; others come last, as they were measured. */
    private static int place(String peer) {
        int place = 0;
        while (place < ORDER.size() && !peer.startsWith(ORDER.get(place))) {
            place++;
        }
        return place;
    }

    private static String row(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |";
    }

    private String cell(Results results, String item, String peer) {
        Optional<Measurement> measurement = results.find(suite, item, peer);
        if (measurement.isEmpty()) {
            return "";
        }
        Series series = measurement.get().series();
        String text = number(series.median());
        Optional<Measurement> base = results.find(suite, item, baseline);
        if (base.isEmpty() || peer.equals(baseline)) {
            return text;
        }
        return text + " ×" + spread(series.over(base.get().series()));
    }

    /** The median, and the quartiles around it. */
    public static String spread(Series series) {
        if (series.values().size() == 1) {
            return ratio(series.median());
        }
        return "%s (%s–%s)"
                .formatted(ratio(series.median()), ratio(series.lowerQuartile()), ratio(series.upperQuartile()));
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** A figure with three digits that count, or all of them before the point. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= WHOLE) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
