package org.tcbridge.proxy;

import java.util.ArrayList;
import java.util.List;
import org.tcbridge.core.rtos.LayoutFact;

/** What is known of a kernel's layout, as text. */
public final class LayoutText {
    private LayoutText() {}

    /** A table with a heading, and a line for each fact that sources disagree on. */
    public static List<String> lines(List<LayoutFact> facts) {
        TextTable table = new TextTable().row("what", "value", "learnt from");
        facts.forEach(fact -> table.row(fact.what(), fact.value(), fact.source()));
        List<String> lines = new ArrayList<>(table.lines());
        warnings(facts).forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    /** What sources disagree on. */
    public static List<String> warnings(List<LayoutFact> facts) {
        return facts.stream()
                .map(LayoutFact::warning)
                .filter(warning -> !warning.isEmpty())
                .toList();
    }
}
