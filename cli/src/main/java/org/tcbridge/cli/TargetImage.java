package org.tcbridge.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tcbridge.rsp.Hex;

/**
 * A stopped target as its GDB server showed it, kept as text. Each line is a keyword and its values, all as they stand on
 * the wire; numbers are hexadecimal. Lines that begin with {@code #} are for people.
 *
 * <pre>
 * program NAME SHA256      the program's ELF file, whose code is not repeated here
 * g BYTES                  the registers of the g packet
 * p NUMBER BYTES           a register as the p packet reads it
 * description ANNEX XML    a document of qXfer:features:read, in hexadecimal
 * memory ADDRESS SIZE      a range that can be read; it is 0 where no bytes line follows
 * bytes ADDRESS BYTES      bytes of the range before
 * </pre>
 *
 * @param program file name of the program
 * @param digest SHA-256 of the program's file
 * @param g the g packet
 * @param p registers by number
 * @param descriptions documents by annex
 * @param memory contents by first address
 */
record TargetImage(
        String program,
        String digest,
        String g,
        SortedMap<Integer, String> p,
        Map<String, String> descriptions,
        SortedMap<Long, byte[]> memory) {
    private static final int ROW = 32;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when a line makes no sense; names it
     */
    static TargetImage parse(List<String> lines) {
        Map<String, String> single = new LinkedHashMap<>();
        SortedMap<Integer, String> p = new TreeMap<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        SortedMap<Long, byte[]> memory = new TreeMap<>(Long::compareUnsigned);
        long start = 0;
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            try {
                switch (words[0]) {
                    case "#", "" -> {}
                    case "program" -> {
                        single.put("program", words[1]);
                        single.put("digest", words[2]);
                    }
                    case "g" -> single.put(words[0], words[1]);
                    case "p" -> p.put(Hex.parseInt(words[1]), words[2]);
                    case "description" -> descriptions.put(words[1], Hex.parseText(words[2]));
                    case "memory" -> {
                        start = Hex.parseNumber(words[1]);
                        memory.put(start, new byte[Hex.parseInt(words[2])]);
                    }
                    case "bytes" -> {
                        byte[] row = Hex.parseBytes(words[2]);
                        int offset = Math.toIntExact(Hex.parseNumber(words[1]) - start);
                        System.arraycopy(row, 0, memory.getOrDefault(start, new byte[0]), offset, row.length);
                    }
                    default -> throw new IllegalArgumentException("unknown keyword");
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
                throw new IllegalArgumentException("image line '" + line + "': " + e.getMessage(), e);
            }
        }
        return new TargetImage(
                need(single, "program"), need(single, "digest"), need(single, "g"), p, descriptions, memory);
    }

    private static String need(Map<String, String> values, String keyword) {
        String value = values.get(keyword);
        if (value == null) {
            throw new IllegalArgumentException("image without a line '" + keyword + "'");
        }
        return value;
    }

    /** The text form. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# A stopped target. Made by `tcbridge capture`; the format is in TargetImage.java.");
        lines.add("program " + program + " " + digest);
        lines.add("g " + g);
        p.forEach((number, bytes) -> lines.add("p " + Hex.number(number) + " " + bytes));
        descriptions.forEach((annex, xml) -> lines.add("description " + annex + " " + Hex.ofText(xml)));
        memory.forEach((address, bytes) -> {
            lines.add("memory " + Hex.number(address) + " " + Hex.number(bytes.length));
            for (int at = 0; at < bytes.length; at += ROW) {
                byte[] row = Arrays.copyOfRange(bytes, at, Math.min(at + ROW, bytes.length));
                if (!Arrays.equals(row, new byte[row.length])) {
                    lines.add("bytes " + Hex.number(address + at) + " " + Hex.ofBytes(row));
                }
            }
        });
        return lines;
    }
}
