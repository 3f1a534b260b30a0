package org.tcbridge.bench.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown document with places for tables, each between {@code <!-- bench:NAME -->} and {@code <!-- /bench -->}. What stands
 * elsewhere is written by hand and stays.
 */
public final class MarkedDocument {
    private static final Pattern PLACE =
            Pattern.compile("(<!-- bench:([a-z0-9-]+) -->\n).*?(<!-- /bench -->)", Pattern.DOTALL);

    private MarkedDocument() {}

    /**
     * The document with these texts at their places. A place without a text keeps what it has.
     *
     * @throws IllegalArgumentException when there is a start without an end
     */
    public static String with(Map<String, String> texts, String document) {
        if (count(document, "<!-- bench:") != PLACE.matcher(document).results().count()) {
            throw new IllegalArgumentException(
                    "a <!-- bench:NAME --> has no <!-- /bench --> behind it, or its name has other characters than a-z, 0-9 and -");
        }
        return PLACE.matcher(document).replaceAll(place -> {
            String text = texts.get(place.group(2));
            return Matcher.quoteReplacement(
                    text == null ? place.group() : place.group(1) + "\n" + text + "\n" + place.group(3));
        });
    }

    private static long count(String document, String what) {
        return Pattern.compile(Pattern.quote(what)).matcher(document).results().count();
    }
}
