package org.tcbridge.core.stacking;

import java.io.Serial;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.stacking.Expression.Operator;

/**
 * Parses {@link Expression}s: integers (decimal, {@code 0x}, {@code 0b}), names, {@code ~ + - & == != < <= > >= && ||}
 * and parentheses. {@code ~} binds tightest, then {@code + -}, {@code &}, the comparisons, {@code &&}, {@code ||}.
 */
final class ExpressionParser {
    /** Longest expression in characters; keeps recursion shallow. */
    static final int LONGEST = 500;

    // "<=" must be tried before "<", "&&" before "&"
    private static final List<Operator> OPERATORS = Arrays.stream(Operator.values())
            .sorted(Comparator.comparingInt(o -> -o.text().length()))
            .toList();

    private final String text;
    private int at;

    private ExpressionParser(String text) {
        this.text = text;
    }

    /** The text is no expression. */
    static final class SyntaxException extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        private final int offset;

        private SyntaxException(int offset, String message) {
            super(message);
            this.offset = offset;
        }

        /** Offset of the offending character. */
        int offset() {
            return offset;
        }
    }

    /** Parses all of {@code text}. */
    static Expression parse(String text) throws SyntaxException {
        if (text.length() > LONGEST) {
            throw new SyntaxException(LONGEST, text.length() + " characters: expected at most " + LONGEST);
        }
        ExpressionParser parser = new ExpressionParser(text);
        Expression expression = parser.binary(0);
        parser.peek();
        if (parser.at < text.length()) {
            throw parser.unexpected("an operator or the end");
        }
        return expression;
    }

    private Expression binary(int level) throws SyntaxException {
        if (level > Operator.TIGHTEST) {
            return unary();
        }
        Expression left = binary(level + 1);
        Optional<Operator> operator = operator(level);
        while (operator.isPresent()) {
            left = new Expression.Binary(operator.get(), left, binary(level + 1));
            operator = operator(level);
        }
        return left;
    }

    /** Consumes the next operator if it is of that level. */
    private Optional<Operator> operator(int level) {
        peek();
        Optional<Operator> next =
                OPERATORS.stream().filter(o -> text.startsWith(o.text(), at)).findFirst();
        if (next.isEmpty() || next.get().level() != level) {
            return Optional.empty();
        }
        at += next.get().text().length();
        return next;
    }

    private Expression unary() throws SyntaxException {
        char c = peek();
        if (c == '~') {
            at++;
            return new Expression.Complement(unary());
        }
        if (c == '(') {
            at++;
            Expression inner = binary(0);
            if (peek() != ')') {
                throw unexpected("')'");
            }
            at++;
            return inner;
        }
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unexpected("a name, an integer, '~' or '('");
        }
        String word = text.substring(start, at);
        return Character.isDigit(word.charAt(0)) ? number(word, start) : new Expression.Name(word);
    }

    private static Expression number(String word, int start) throws SyntaxException {
        try {
            return new Expression.Literal(integer(word));
        } catch (NumberFormatException e) {
            throw new SyntaxException(start, "'" + word + "': expected an integer of at most 64 bits");
        }
    }

    private static long integer(String word) {
        if (word.startsWith("0x") || word.startsWith("0X")) {
            return Long.parseUnsignedLong(word.substring(2), 16);
        }
        if (word.startsWith("0b") || word.startsWith("0B")) {
            return Long.parseUnsignedLong(word.substring(2), 2);
        }
        return Long.parseUnsignedLong(word);
    }

    /** Skips blanks; the character there, 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private SyntaxException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new SyntaxException(at, found + ": expected " + expected);
    }

    private static boolean isWord(char c) {
        return (c < 128 && Character.isLetterOrDigit(c)) || c == '_' || c == '.';
    }
}
