package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.tcbridge.core.stacking.RegisterRule.Choice;
import org.tcbridge.core.stacking.RegisterRule.Value;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Reads a stacking file. */
final class StackingParser {
    private static final Set<String> KEYS = Set.of(
            "id",
            "title",
            "rtos",
            "architecture",
            "source",
            "symbols",
            "rank",
            "place",
            "frame",
            "check",
            "registers",
            "fact");
    private static final Set<String> FACT_KEYS = Set.of("name", "symbol", "address", "when", "value", "default");
    /** Where a frame is. */
    private static final String STACK = "stack";

    private static final String CONTROL_BLOCK = "control block";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern FACT_NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final String origin;
    private final TomlReader<StackingFormatException> toml;
    private final ExpressionReader expressions;
    private final FrameParser frames;
    private final Set<String> symbols = new LinkedHashSet<>();

    StackingParser(String origin) {
        this.origin = origin;
        this.toml = new TomlReader<>(origin, StackingFormatException::new);
        this.expressions = new ExpressionReader(toml);
        this.frames = new FrameParser(toml, expressions);
    }

    StackingModel parse(String text) throws StackingFormatException {
        TomlTable root = toml.parse(text);
        toml.allow(root, "", KEYS);
        StackingModel.Header header = new StackingModel.Header(
                id(root, "id"),
                toml.string(toml.need(root, "title", "", null), "title"),
                id(root, "rtos"),
                architectures(root),
                toml.string(toml.need(root, "source", "", null), "source"),
                origin);
        Optional<Node> rankNode = toml.find(root, "rank");
        long rank = rankNode.isEmpty() ? 0 : toml.integer(rankNode.get(), "rank");
        Set<String> hints = new LinkedHashSet<>();
        for (Node node : optionalList(root, "symbols")) {
            hints.add(toml.string(node, "symbols"));
        }
        List<TargetFact> facts = facts(root);
        expressions.allow(ExpressionReader.ADDRESS);
        List<FrameItem> frame = frames.frame(toml.need(root, "frame", "", null));
        expressions.allow(ExpressionReader.TOP);
        List<StackingModel.Check> checks = new ArrayList<>();
        for (Node node : optionalList(root, "check")) {
            checks.add(new StackingModel.Check(toml.string(node, "check"), expressions.read(node, "check")));
        }
        List<RegisterRule> rules = rules(root);
        Map<String, String> places = new HashMap<>(frames.places());
        rules.forEach(rule -> places.computeIfAbsent(rule.register(), r -> registerPlace(root, r)));
        symbols.addAll(hints);
        symbols.addAll(expressions.symbols());
        return new StackingModel(
                header,
                new StackingModel.Preference(hints, rank),
                new StackingModel.Questions(symbols, expressions.registers(), facts),
                new StackingModel.Contents(frame, inControlBlock(root), checks, rules),
                new StackingModel.Source(text, places));
    }

    private boolean inControlBlock(TomlTable root) throws StackingFormatException {
        Optional<Node> node = toml.find(root, "place");
        String place = node.isEmpty() ? STACK : toml.string(node.get(), "place");
        if (node.isPresent() && !place.equals(STACK) && !place.equals(CONTROL_BLOCK)) {
            throw toml.error(
                    node.get(), "place: \"%s\": expected \"%s\" or \"%s\"".formatted(place, STACK, CONTROL_BLOCK));
        }
        return place.equals(CONTROL_BLOCK);
    }

    private String id(TomlTable root, String key) throws StackingFormatException {
        return id(toml.need(root, key, "", null), key);
    }

    /** One, or a list of those whose frames differ in nothing but the size of a pointer. */
    private List<String> architectures(TomlTable root) throws StackingFormatException {
        String key = "architecture";
        Node node = toml.need(root, key, "", null);
        if (!(node.value() instanceof TomlArray)) {
            return List.of(id(node, key));
        }
        List<String> ids = new ArrayList<>();
        for (Node entry : toml.list(node, key)) {
            ids.add(id(entry, key));
        }
        if (ids.isEmpty()) {
            throw toml.error(node, key + ": an empty list: expected at least one id");
        }
        return ids;
    }

    private String id(Node node, String key) throws StackingFormatException {
        String id = toml.string(node, key);
        if (!ID.matcher(id).matches()) {
            throw toml.error(node, key + ": \"" + id + "\": expected letters, digits, '.', '_' and '-'");
        }
        return id;
    }

    private List<Node> optionalList(TomlTable table, String key) throws StackingFormatException {
        Optional<Node> node = toml.find(table, key);
        return node.isEmpty() ? List.of() : toml.list(node.get(), key);
    }

    private List<TargetFact> facts(TomlTable root) throws StackingFormatException {
        List<TargetFact> facts = new ArrayList<>();
        for (Node node : optionalList(root, "fact")) {
            TomlTable table = toml.table(node, "fact");
            toml.allow(table, "fact: ", FACT_KEYS);
            Node nameNode = toml.need(table, "name", "fact: ", node.position());
            String name = toml.string(nameNode, "name");
            if (!FACT_NAME.matcher(name).matches()
                    || ExpressionReader.RESERVED.contains(name)
                    || expressions.isFact(name)) {
                throw toml.error(nameNode, "fact \"" + name + "\": expected a new name in lower case");
            }
            TargetFact.Place place = place(node, table);
            expressions.allow(ExpressionReader.WORD);
            Optional<Node> when = toml.find(table, "when");
            Optional<Node> fallback = toml.find(table, "default");
            facts.add(new TargetFact(
                    name,
                    place,
                    when.isEmpty() ? Optional.empty() : Optional.of(expressions.read(when.get(), "when")),
                    expressions.read(toml.need(table, "value", "fact: ", node.position()), "value"),
                    fallback.isEmpty() ? Optional.empty() : Optional.of(toml.integer(fallback.get(), "default"))));
            expressions.forbid(ExpressionReader.WORD);
            expressions.fact(name);
        }
        return facts;
    }

    private TargetFact.Place place(Node node, TomlTable table) throws StackingFormatException {
        Optional<Node> address = toml.find(table, "address");
        if (address.isPresent()) {
            if (table.contains("symbol")) {
                throw toml.error(address.get(), "fact: address: expected a symbol or an address, not both");
            }
            return new TargetFact.Fixed(toml.integer(address.get(), "address"));
        }
        String symbol = toml.string(toml.need(table, "symbol", "fact: ", node.position()), "symbol");
        symbols.add(symbol);
        return new TargetFact.AtSymbol(symbol);
    }

    private String registerPlace(TomlTable root, String register) {
        TomlTable table = root.getTable(List.of("registers"));
        return toml.where(table == null ? null : table.inputPositionOf(List.of(register)));
    }

    private List<RegisterRule> rules(TomlTable root) throws StackingFormatException {
        Optional<Node> node = toml.find(root, "registers");
        List<RegisterRule> rules = new ArrayList<>();
        if (node.isPresent()) {
            TomlTable table = toml.table(node.get(), "registers");
            for (String register : table.keySet()) {
                rules.add(new RegisterRule(
                        register,
                        choices(
                                register,
                                toml.need(table, register, "", node.get().position()))));
            }
        }
        return rules;
    }

    private List<Choice> choices(String register, Node node) throws StackingFormatException {
        if (!(node.value() instanceof TomlArray)) {
            return List.of(choice(register, node));
        }
        List<Choice> choices = new ArrayList<>();
        for (Node entry : toml.list(node, register)) {
            choices.add(choice(register, entry));
        }
        return choices;
    }

    private Choice choice(String register, Node node) throws StackingFormatException {
        if (node.value() instanceof TomlTable table) {
            toml.allow(table, register + ": ", Set.of("when", "is"));
            Expression when = expressions.read(toml.need(table, "when", register + ": ", node.position()), "when");
            return new Choice(
                    Optional.of(when), value(register, toml.need(table, "is", register + ": ", node.position())));
        }
        return new Choice(Optional.empty(), value(register, node));
    }

    private Value value(String register, Node node) throws StackingFormatException {
        if (node.value() instanceof Long constant) {
            return new Value.Constant(constant);
        }
        if (!(node.value() instanceof String text)) {
            throw toml.error(
                    node,
                    register + ": " + TomlReader.describe(node.value()) + ": expected an expression or an integer");
        }
        if (text.equals("unavailable")) {
            return new Value.Unavailable();
        }
        // an alias may name a slot too wide for arithmetic
        if (frames.slots().containsKey(text)) {
            return new Value.Alias(text, -1);
        }
        Expression expression = expressions.read(node, register, text);
        if (expression instanceof Expression.Binary(var operator, Expression.Name(String slot), Expression mask)
                && operator == Expression.Operator.MASK
                && frames.slots().containsKey(slot)
                && mask.names().isEmpty()) {
            return new Value.Alias(
                    slot, mask.evaluate(name -> java.util.OptionalLong.empty()).orElseThrow());
        }
        return new Value.Computed(expression);
    }
}
