package org.tcbridge.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.report.Results;
import org.tcbridge.bench.report.Table;
import org.tcbridge.bench.report.Target;
import org.tcbridge.bench.suite.GdbSuite;
import org.tcbridge.bench.suite.RelaySuite;
import org.tcbridge.bench.suite.TasksSuite;

/** The tables of a run, each by its name in the document. */
final class Tables {
    private static final String SOCAT = "socat";

    private static final Map<String, Table> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("relay", new Table("relay", "median, µs", SOCAT));
        TABLES.put("relay-p99", new Table(RelaySuite.TAIL, "99th percentile, µs", SOCAT));
        TABLES.put("relay-packets", new Table(RelaySuite.PACKETS, "packets", ""));
        TABLES.put("tasks", new Table("tasks", "packets", ""));
        TABLES.put("list-time", new Table(TasksSuite.TIME, "list of 1,000 tasks, ms", ""));
        TABLES.put("gdb", new Table("gdb", "ms", Peer.DIRECT));
        TABLES.put("gdb-packets", new Table(GdbSuite.PACKETS, "packets", ""));
        TABLES.put("start", new Table("start", "ms", ""));
        TABLES.put("memory", new Table("memory", "", ""));
        TABLES.put("scale", new Table("scale", "µs", ""));
        TABLES.put("snapshot", new Table("snapshot", "s", Peer.DIRECT));
        TABLES.put("micro", new Table("micro", "", ""));
    }

    private Tables() {}

    /** The text of each table that there are figures for. */
    static Map<String, String> markdown(Results results) {
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> facts = new ArrayList<>();
        results.machine().forEach((fact, value) -> facts.add(fact + ": " + value));
        texts.put("machine", String.join("; ", facts) + ".\n");
        List<String> lines = new ArrayList<>(List.of("| | target | measured | |", "| --- | ---: | ---: | --- |"));
        for (Target target : Targets.ALL) {
            lines.add(target.row(results));
        }
        texts.put("targets", String.join("\n", lines) + "\n");
        TABLES.forEach((name, table) -> {
            String text = table.markdown(results);
            if (!text.isEmpty()) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
