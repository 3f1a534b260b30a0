package org.tcbridge.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.report.Results;
import org.tcbridge.bench.report.Table;
import org.tcbridge.bench.suite.RelaySuite;

/** The tables of a run, each by its name in the document. */
final class Tables {
    private static final String SOCAT = "socat";

    private static final Map<String, Table> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("relay", new Table("relay", "", SOCAT));
        TABLES.put("relay-p99", new Table(RelaySuite.TAIL, "99th percentile", SOCAT));
        TABLES.put("relay-packets", new Table(RelaySuite.PACKETS, "to the server", Peer.DIRECT));
    }

    private Tables() {}

    /** The text of each table that there are figures for. */
    static Map<String, String> markdown(Results results) {
        Map<String, String> texts = new LinkedHashMap<>();
        TABLES.forEach((name, table) -> {
            String text = table.markdown(results);
            if (!text.isEmpty()) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
