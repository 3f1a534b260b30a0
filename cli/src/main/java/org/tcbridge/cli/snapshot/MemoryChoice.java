package org.tcbridge.cli.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.tcbridge.rsp.Hex;

/**
 * What memory is wanted.
 *
 * @param auto the program's writable sections, or the server's map of RAM without a program; and what was read to find the tasks
 * @param ranges further ones
 */
public record MemoryChoice(boolean auto, List<Range> ranges) {
    private static final String AUTO = "auto";

    /** Copies the list. */
    public MemoryChoice {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads {@code auto}, {@code START-END} and {@code START+LENGTH}, in hexadecimal, with commas between.
     *
     * @throws IllegalArgumentException when a part is none of these; names it
     */
    public static MemoryChoice parse(String text) {
        boolean auto = false;
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.equals(AUTO)) {
                auto = true;
            } else {
                ranges.add(range(part));
            }
        }
        return new MemoryChoice(auto, ranges);
    }

    private static Range range(String text) {
        String[] ends = text.split("[-+]", -1);
        try {
            if (ends.length == 2) {
                long start = number(ends[0]);
                long second = number(ends[1]);
                long length = text.contains("+") ? second : second - start;
                if (length > 0) {
                    return new Range(start, length);
                }
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "'" + text + "': expected auto, START-END or START+LENGTH in hexadecimal, with commas between");
    }

    private static long number(String digits) {
        return Hex.parseNumber(digits.startsWith("0x") ? digits.substring(2) : digits);
    }
}
