package org.tcbridge.core.stacking;

import java.util.LinkedHashSet;
import java.util.Set;
import org.tcbridge.core.toml.TomlReader;
import org.tcbridge.core.toml.TomlReader.Node;

/** Reads expressions of one stacking file and knows which names mean something at that place. */
final class ExpressionReader {
    /** A value of the task, as in {@code task.stack_start}. */
    static final String TASK = "task.";
    /** Address of a symbol of the program, as in {@code symbol.main}. */
    static final String SYMBOL = "symbol.";
    /** 1 when the target has a register, 0 when it has not, as in {@code register.d16}. */
    static final String REGISTER = "register.";
    /** The saved stack pointer. */
    static final String ADDRESS = "address";
    /** The address behind the frame. */
    static final String TOP = "top";
    /** In a fact: the word at its symbol. */
    static final String WORD = "word";
    /** Names that a file cannot give to its own things. */
    static final Set<String> RESERVED = Set.of(ADDRESS, TOP, WORD, "task", "symbol", "register", "unavailable");

    private final TomlReader<StackingFormatException> toml;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> wide = new LinkedHashSet<>();
    private final Set<String> facts = new LinkedHashSet<>();
    private final Set<String> symbols = new LinkedHashSet<>();
    private final Set<String> registers = new LinkedHashSet<>();

    ExpressionReader(TomlReader<StackingFormatException> toml) {
        this.toml = toml;
    }

    /** From now on the slot may be used. */
    void slot(String name, int bytes) {
        if (bytes > Long.BYTES) {
            wide.add(name);
        } else {
            known.add(name);
        }
    }

    /** From now on the fact may be used. */
    void fact(String name) {
        facts.add(name);
        known.add(name);
    }

    boolean isFact(String name) {
        return facts.contains(name);
    }

    /** From now on the name may be used. */
    void allow(String name) {
        known.add(name);
    }

    /** From now on the name may not be used. */
    void forbid(String name) {
        known.remove(name);
    }

    /** Symbols used so far. */
    Set<String> symbols() {
        return symbols;
    }

    /** Registers of the target asked about so far. */
    Set<String> registers() {
        return registers;
    }

    Expression read(Node node, String what) throws StackingFormatException {
        return read(node, what, toml.string(node, what));
    }

    Expression read(Node node, String what, String text) throws StackingFormatException {
        Expression expression;
        try {
            expression = ExpressionParser.parse(text);
        } catch (ExpressionParser.SyntaxException e) {
            throw toml.error(node, "%s \"%s\": character %d, %s".formatted(what, text, e.offset() + 1, e.getMessage()));
        }
        for (String name : expression.names()) {
            check(node, what + " \"" + text + "\": ", name);
        }
        return expression;
    }

    private void check(Node node, String what, String name) throws StackingFormatException {
        if (wide.contains(name)) {
            throw toml.error(node, what + "\"" + name + "\" is wider than 8 bytes: expected a narrower slot");
        }
        if (name.startsWith(SYMBOL) && name.length() > SYMBOL.length()) {
            symbols.add(name.substring(SYMBOL.length()));
        } else if (name.startsWith(REGISTER) && name.length() > REGISTER.length()) {
            registers.add(name.substring(REGISTER.length()));
        } else if (!(name.startsWith(TASK) && name.length() > TASK.length()) && !known.contains(name)) {
            throw toml.error(
                    node,
                    "%sunknown name \"%s\": expected task.NAME, symbol.NAME, register.NAME or one of %s"
                            .formatted(what, name, String.join(", ", known)));
        }
    }
}
