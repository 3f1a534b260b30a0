package org.tcbridge.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines that {@code nm} prints (GNU binutils manual, "nm"). */
final class SymbolListReader {
    private static final String EXPECTED =
            "expected ADDRESS TYPE NAME or ADDRESS SIZE TYPE NAME, numbers in hexadecimal, as nm and nm -S print them";

    /** Address, perhaps a size, type, name; {@code nm -l} adds a tab and a place in the source. */
    private static final Pattern LINE = Pattern.compile(
            "\\s*(?:0[xX])?([0-9a-fA-F]{1,16})\\s+(?:([0-9a-fA-F]{2,16})\\s+)?([A-Za-z?-])\\s+([^\\t]+?)\\s*(?:\\t.*)?");

    /** A symbol that the program has not: no address, and a type that says so. */
    private static final Pattern UNDEFINED = Pattern.compile("\\s*[UwvN]\\s+\\S.*");

    /**
     * A symbol of the list.
     *
     * @param absolute it is a number of the linker's, no place in memory
     */
    record Listed(Symbol symbol, boolean absolute) {}

    private final String name;

    SymbolListReader(String name) {
        this.name = name;
    }

    List<Listed> read(String text) throws InvalidSymbolsException {
        List<Listed> symbols = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            if (!line.isBlank() && !UNDEFINED.matcher(line).matches()) {
                symbol(line, number).ifPresent(symbols::add);
            }
        }
        if (symbols.isEmpty()) {
            throw new InvalidSymbolsException("%s: no symbol: %s".formatted(name, EXPECTED));
        }
        return symbols;
    }

    /** Empty for a mapping symbol, which names nothing. */
    private Optional<Listed> symbol(String line, int number) throws InvalidSymbolsException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new InvalidSymbolsException("%s:%d: '%s': %s".formatted(name, number, shown(line), EXPECTED));
        }
        String symbol = matcher.group(4);
        if (ElfReader.MAPPING.matcher(symbol).matches()) {
            return Optional.empty();
        }
        char type = matcher.group(3).charAt(0);
        boolean code = type == 'T' || type == 't';
        long address = Long.parseUnsignedLong(matcher.group(1), 16);
        long size = matcher.group(2) == null ? 0 : Long.parseUnsignedLong(matcher.group(2), 16);
        // no CPU has code at odd addresses: the bit says Thumb where a tool has left it in
        Symbol found = new Symbol(symbol, code ? address & ~1L : address, size, code, binding(type));
        return Optional.of(new Listed(found, type == 'A' || type == 'a'));
    }

    private static Symbol.Binding binding(char type) {
        return switch (type) {
            case 'W', 'w', 'V', 'v' -> Symbol.Binding.WEAK;
            default -> Character.isUpperCase(type) || type == 'u' ? Symbol.Binding.GLOBAL : Symbol.Binding.LOCAL;
        };
    }

    private static String shown(String line) {
        String printable = line.strip().replaceAll("[^ -~]", "?");
        return printable.length() > 60 ? printable.substring(0, 60) + "..." : printable;
    }
}
