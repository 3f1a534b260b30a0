package org.tcbridge.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All figures of a run, and the machine they are of. Figures of one thing come one by one, a round each. */
public final class Results {
    private record Key(String suite, String item, String peer, String unit) {}

    private final Map<String, String> machine;
    private final Map<Key, List<Double>> figures = new LinkedHashMap<>();

    /** No figures yet, from a machine with these facts. */
    public Results(Map<String, String> machine) {
        this.machine = new LinkedHashMap<>(machine);
    }

    /** Adds the figure of the next round. */
    public void add(String suite, String item, String peer, String unit, double figure) {
        figures.computeIfAbsent(new Key(suite, item, peer, unit), key -> new ArrayList<>())
                .add(figure);
    }

    /** Adds another run's figures, behind those that are there. */
    public void addAll(Results other) {
        other.figures.forEach((key, values) ->
                figures.computeIfAbsent(key, unknown -> new ArrayList<>()).addAll(values));
    }

    /** What is known of the machine, by the name of the fact. */
    public Map<String, String> machine() {
        return machine;
    }

    /** Everything that was measured, in the order it was first seen. */
    public List<Measurement> measurements() {
        return figures.entrySet().stream()
                .map(entry -> new Measurement(
                        entry.getKey().suite(),
                        entry.getKey().item(),
                        entry.getKey().peer(),
                        entry.getKey().unit(),
                        new Series(entry.getValue())))
                .toList();
    }

    /** What was measured in a suite. */
    public List<Measurement> of(String suite) {
        return measurements().stream()
                .filter(measurement -> measurement.suite().equals(suite))
                .toList();
    }

    /** The figures of one thing and one peer, if it was measured. */
    public Optional<Measurement> find(String suite, String item, String peer) {
        return of(suite).stream()
                .filter(measurement ->
                        measurement.item().equals(item) && measurement.peer().equals(peer))
                .findFirst();
    }
}
