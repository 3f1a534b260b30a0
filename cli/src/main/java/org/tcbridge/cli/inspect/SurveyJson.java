package org.tcbridge.cli.inspect;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.elf.dwarf.SourceLine;
import org.tcbridge.proxy.monitor.StackUse;

/**
 * A survey for programs, as docs/threads-json.md describes it. Addresses and registers are text with {@code 0x}, since 64 bits
 * do not fit a number of JSON's; what is not known is null and never left out.
 */
public record SurveyJson(Survey survey, Symbolizer symbols) {
    /** Counts up when a member changes its meaning or goes; not when one is added. */
    static final int VERSION = 1;

    /** The document. */
    public String text(boolean withRegisters, boolean withFrames) {
        JsonObject root = new JsonObject();
        root.put("schema", "tcbridge-threads");
        root.put("version", VERSION);
        root.put("rtos", survey.rtos());
        root.put("architecture", survey.architecture());
        root.put(
                "threads",
                survey.threads().stream()
                        .map(row -> thread(row, withRegisters, withFrames))
                        .toList());
        root.put("problems", survey.problems());
        root.put("warnings", warnings());
        return JsonWriter.indent("  ").string().object(root).done();
    }

    private List<String> warnings() {
        return survey.threads().stream()
                .flatMap(row -> row.stack().flatMap(StackUse::warning).stream())
                .toList();
    }

    private JsonObject thread(ThreadRow row, boolean withRegisters, boolean withFrames) {
        JsonObject thread = new JsonObject();
        thread.put("id", row.thread().number());
        thread.put("kind", row.kind());
        thread.put("name", row.name().orElse(null));
        thread.put("state", row.state());
        thread.put("waits_for", row.waits().isEmpty() ? null : row.waits());
        thread.put("priority", number(row.task().map(Task::priority)));
        thread.put("base_priority", number(row.task().map(Task::basePriority)));
        thread.put("core", number(Optional.of(row.core())));
        thread.put(
                "control_block",
                row.task().map(task -> address(task.key().address())).orElse(null));
        thread.put("stack", row.stack().map(SurveyJson::stack).orElse(null));
        thread.put("pc", address(row.pc()));
        thread.put("place", symbols.frame(row).map(this::place).orElse(null));
        thread.put("problem", row.problem().isEmpty() ? null : row.problem());
        if (withRegisters) {
            thread.put("registers", registers(row));
        }
        if (withFrames) {
            thread.put("frames", symbols.frames(row).stream().map(this::frame).toList());
        }
        return thread;
    }

    private static JsonObject stack(StackUse use) {
        JsonObject stack = new JsonObject();
        stack.put("start", address(use.task().stackStart()));
        stack.put("size", number(use.size()));
        stack.put("pointer", address(use.stackPointer()));
        stack.put("used", number(use.used()));
        stack.put("high_water", number(use.peak()));
        stack.put("percent", number(use.percent()));
        stack.put("overflow", use.overflowed());
        return stack;
    }

    private JsonObject registers(ThreadRow row) {
        JsonObject registers = new JsonObject();
        for (RegisterValue value : row.registers()) {
            registers.put(
                    value.register().name(), value.number(survey.data().order()).orElse(null));
        }
        return registers;
    }

    private JsonObject frame(Symbolizer.Frame frame) {
        JsonObject object = new JsonObject();
        object.put("pc", address(frame.address()));
        object.put("place", place(frame));
        object.put("certain", frame.certain());
        return object;
    }

    private @Nullable JsonObject place(Symbolizer.Frame frame) {
        return symbols.place(frame.address())
                .map(place -> {
                    Optional<SourceLine> line = symbols.line(frame);
                    JsonObject object = new JsonObject();
                    object.put("function", place.function());
                    object.put("offset", place.offset());
                    object.put("file", line.map(SourceLine::file).orElse(null));
                    object.put("line", line.map(SourceLine::line).orElse(null));
                    return object;
                })
                .orElse(null);
    }

    private static @Nullable Integer number(Optional<OptionalInt> value) {
        return value.isPresent() && value.get().isPresent() ? value.get().getAsInt() : null;
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static String address(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static @Nullable String address(OptionalLong value) {
        return value.isPresent() ? address(value.getAsLong()) : null;
    }
}
