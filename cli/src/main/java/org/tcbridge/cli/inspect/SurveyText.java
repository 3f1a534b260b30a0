package org.tcbridge.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.monitor.StackUse;

/** A survey for people: a table, and what was asked for below it. What is not known is a question mark. */
public record SurveyText(Survey survey, Symbolizer symbols) {
    private static final String INDENT = "    ";

    /** One line a thread, then the warnings. */
    public List<String> table() {
        TextTable table = new TextTable("rllrrrrrll")
                .row("id", "name", "state", "prio", "core", "used", "size", "high", "pc", "waits for");
        for (ThreadRow row : survey.threads()) {
            Optional<StackUse> stack = row.stack();
            table.row(
                    Long.toString(row.thread().number()),
                    Survey.name(row),
                    row.state(),
                    row.task().map(task -> text(task.priority())).orElse(""),
                    row.core().isPresent() ? Integer.toString(row.core().getAsInt()) : "",
                    stack.map(s -> text(s.used())).orElse(""),
                    stack.map(s -> text(s.size())).orElse(""),
                    stack.map(s -> text(s.percent()) + (s.percent().isPresent() ? "%" : ""))
                            .orElse(""),
                    symbols.frame(row).map(this::text).orElse("?"),
                    row.waits());
        }
        List<String> lines = new ArrayList<>(table.lines());
        survey.problems().forEach(problem -> lines.add("problem: " + problem));
        for (ThreadRow row : survey.threads()) {
            if (!row.problem().isEmpty()) {
                lines.add("problem: task " + Survey.name(row) + ": " + row.problem());
            }
            row.stack().flatMap(StackUse::warning).ifPresent(warning -> lines.add("warning: " + warning));
        }
        return lines;
    }

    /** Each thread's call stack, as far as it can be told. */
    public List<String> backtraces() {
        List<String> lines = new ArrayList<>();
        for (ThreadRow row : survey.threads()) {
            lines.add("");
            lines.add(title(row));
            int number = 0;
            for (Symbolizer.Frame frame : symbols.frames(row)) {
                lines.add("#" + number++ + "  "
                        + text(frame)
                        + (frame.certain()
                                ? ""
                                : " (from the link register: the caller, or where it last returned to)"));
            }
        }
        return lines;
    }

    /** Each thread's registers. */
    public List<String> registers() {
        List<String> lines = new ArrayList<>();
        for (ThreadRow row : survey.threads()) {
            lines.add("");
            lines.add(title(row));
            TextTable table = new TextTable();
            for (RegisterValue value : row.registers()) {
                table.row(
                        INDENT + value.register().name(),
                        value.number(survey.data().order()).orElse("<unavailable>"));
            }
            lines.addAll(table.lines());
        }
        return lines;
    }

    private static String title(ThreadRow row) {
        return "thread " + row.thread().number() + " " + Survey.name(row) + ":";
    }

    private String text(Symbolizer.Frame frame) {
        return symbols.text(frame, survey.data().pointerBytes());
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "?";
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "?";
    }
}
