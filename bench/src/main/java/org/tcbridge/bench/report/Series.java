package org.tcbridge.bench.report;

import java.util.List;
import java.util.stream.IntStream;

/** Figures of the same thing, one a round. */
public record Series(List<Double> values) {
    /** Figures in the order of the rounds; at least one. */
    public Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no figures, expected at least one");
        }
        values = List.copyOf(values);
    }

    /** The figures given. */
    public static Series of(Double... values) {
        return new Series(List.of(values));
    }

    /** Half of the figures are at most this. */
    public double median() {
        return quantile(0.5);
    }

    /** A quarter of the figures are at most this. */
    public double lowerQuartile() {
        return quantile(0.25);
    }

    /** Three quarters of the figures are at most this. */
    public double upperQuartile() {
        return quantile(0.75);
    }

    /** The least figure. Noise only ever adds time. */
    public double least() {
        return quantile(0);
    }

    /** The greatest figure. */
    public double greatest() {
        return quantile(1);
    }

    /** Each figure divided by the other's of the same round: neighbours in time, that see the same noise. */
    public Series over(Series other) {
        int rounds = Math.min(values.size(), other.values.size());
        return new Series(IntStream.range(0, rounds)
                .mapToObj(round -> values.get(round) / other.values.get(round))
                .toList());
    }

    /** Between two figures in proportion (the definition of R's type 7 and of spreadsheets). */
    private double quantile(double part) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
