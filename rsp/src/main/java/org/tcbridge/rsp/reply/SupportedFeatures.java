package org.tcbridge.rsp.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tcbridge.rsp.Hex;

/**
 * The server's features, in answer to {@code qSupported}: {@code name+}, {@code name-}, {@code name?} or {@code name=value}.
 *
 * @param items in their order, as they stand on the wire
 */
public record SupportedFeatures(List<String> items) implements Reply {

    private static final String PACKET_SIZE = "PacketSize";

    /** Keeps a copy of the list. */
    public SupportedFeatures {
        items = List.copyOf(items);
    }

    /** Reads a reply; any text is one. */
    public static SupportedFeatures parse(String payload) {
        return new SupportedFeatures(Stream.of(payload.split(";"))
                .filter(Predicate.not(String::isEmpty))
                .toList());
    }

    /** True when the feature is there with a {@code +}. */
    public boolean has(String name) {
        return items.contains(name + "+");
    }

    /** The value of a feature {@code name=value}; empty when there is none. */
    public Optional<String> value(String name) {
        return items.stream()
                .filter(item -> item.startsWith(name + "="))
                .map(item -> item.substring(name.length() + 1))
                .findFirst();
    }

    /** The most bytes the server takes in the body of a packet; empty when it does not say, or not in hexadecimal. */
    public OptionalInt packetSize() {
        try {
            return value(PACKET_SIZE)
                    .map(size -> OptionalInt.of(Hex.parseInt(size)))
                    .orElse(OptionalInt.empty());
        } catch (IllegalArgumentException malformed) {
            return OptionalInt.empty();
        }
    }

    /** These with one feature set, such as {@code qXfer:threads:read+}, in place of what was said of it, else at the end. */
    public SupportedFeatures with(String item) {
        String name = name(item);
        List<String> changed = new ArrayList<>(items);
        changed.replaceAll(old -> name(old).equals(name) ? item : old);
        if (!changed.contains(item)) {
            changed.add(item);
        }
        return new SupportedFeatures(changed);
    }

    /** These without anything said of one feature, given by its bare name. */
    public SupportedFeatures without(String name) {
        return new SupportedFeatures(
                items.stream().filter(item -> !name(item).equals(name)).toList());
    }

    private static String name(String item) {
        int equals = item.indexOf('=');
        if (equals >= 0) {
            return item.substring(0, equals);
        }
        return item.endsWith("+") || item.endsWith("-") || item.endsWith("?")
                ? item.substring(0, item.length() - 1)
                : item;
    }

    @Override
    public String wire() {
        return String.join(";", items);
    }
}
