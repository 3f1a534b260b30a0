package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.core.stacking.FrameItem.Group;
import org.tcbridge.core.stacking.FrameItem.Slot;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;
import org.tomlj.TomlTable;

/** Reads a stacking file's {@code frame} list. */
final class FrameParser {
    /** Largest frame in bytes. */
    static final int LARGEST = 4096;

    private static final int WIDEST = 64;
    private static final Pattern SLOT = Pattern.compile("(-|[A-Za-z_]\\w*)(?:\\.\\.([A-Za-z_]\\w*))?(?::(\\d{1,4}))?");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,4})");

    private final TomlReader<StackingFormatException> toml;
    private final ExpressionReader expressions;

    /** Slots so far and their sizes, the largest where choices differ. */
    private final Map<String, Integer> slots = new LinkedHashMap<>();

    /** Where each slot stands in the file. */
    private final Map<String, String> places = new LinkedHashMap<>();

    FrameParser(TomlReader<StackingFormatException> toml, ExpressionReader expressions) {
        this.toml = toml;
        this.expressions = expressions;
    }

    Map<String, Integer> slots() {
        return slots;
    }

    Map<String, String> places() {
        return places;
    }

    List<FrameItem> frame(Node node) throws StackingFormatException {
        List<FrameItem> items = items(node, "frame");
        int most = FrameItem.most(items, Long.BYTES);
        if (slots.isEmpty() || most > LARGEST) {
            throw toml.error(node, "frame: %d bytes: expected a named slot and at most %d".formatted(most, LARGEST));
        }
        return items;
    }

    private List<FrameItem> items(Node node, String what) throws StackingFormatException {
        List<FrameItem> items = new ArrayList<>();
        Set<String> always = new HashSet<>();
        Set<String> sometimes = new HashSet<>();
        for (Node entry : toml.list(node, what)) {
            List<? extends FrameItem> found = entry.value() instanceof TomlTable table
                    ? List.of(group(entry, table))
                    : slot(entry, toml.string(entry, what));
            for (FrameItem item : found) {
                Set<String> names = FrameItem.names(item);
                Set<String> taken = new HashSet<>(item instanceof Slot ? sometimes : Set.of());
                taken.addAll(always);
                taken.retainAll(names);
                if (!taken.isEmpty()) {
                    throw toml.error(
                            entry, "slot \"" + taken.iterator().next() + "\" is in the frame twice: expected once");
                }
                (item instanceof Slot ? always : sometimes).addAll(names);
                items.add(item);
            }
        }
        return items;
    }

    private Group group(Node entry, TomlTable table) throws StackingFormatException {
        toml.allow(table, "frame: ", Set.of("when", "slots", "else"));
        Expression when = expressions.read(toml.need(table, "when", "frame: ", entry.position()), "when");
        List<FrameItem> taken = items(toml.need(table, "slots", "frame: ", entry.position()), "slots");
        Optional<Node> otherwise = toml.find(table, "else");
        return new Group(when, taken, otherwise.isEmpty() ? List.of() : items(otherwise.get(), "else"));
    }

    private List<Slot> slot(Node entry, String text) throws StackingFormatException {
        Matcher matcher = SLOT.matcher(text);
        if (!matcher.matches()) {
            throw bad(entry, text, "expected NAME, FIRST..LAST or -, then :BYTES if not the size of a pointer");
        }
        String first = matcher.group(1);
        Optional<String> last = Optional.ofNullable(matcher.group(2));
        int bytes = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        boolean padding = first.equals(FrameItem.PADDING);
        int most = padding ? LARGEST : WIDEST;
        if (matcher.group(3) != null && (bytes == 0 || bytes > most)) {
            throw bad(entry, text, bytes + " bytes: expected 1 to " + most);
        }
        List<Slot> found = new ArrayList<>();
        for (String name : last.isEmpty() ? List.of(first) : range(entry, text, first, last.get())) {
            if (!padding) {
                declare(entry, text, name, bytes);
            }
            found.add(new Slot(name, bytes));
        }
        return found;
    }

    private void declare(Node entry, String text, String name, int bytes) throws StackingFormatException {
        if (ExpressionReader.RESERVED.contains(name) || expressions.isFact(name)) {
            throw bad(entry, text, "\"" + name + "\" has another meaning: expected another name");
        }
        places.putIfAbsent(name, toml.where(entry.position()));
        expressions.slot(name, slots.merge(name, bytes, Math::max));
    }

    private List<String> range(Node entry, String text, String first, String last) throws StackingFormatException {
        Matcher from = NUMBERED.matcher(first);
        Matcher to = NUMBERED.matcher(last);
        if (!from.matches() || !to.matches() || !from.group(1).equals(to.group(1))) {
            throw bad(entry, text, "expected a range such as r4..r11");
        }
        int number = Integer.parseInt(from.group(2));
        int end = Integer.parseInt(to.group(2));
        int step = number <= end ? 1 : -1;
        List<String> names = new ArrayList<>();
        for (; number != end + step; number += step) {
            names.add(from.group(1) + number);
        }
        return names;
    }

    private StackingFormatException bad(Node entry, String text, String why) {
        return toml.error(entry, "slot \"" + text + "\": " + why);
    }
}
