package org.tcbridge.rsp.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that {@link Recording} wrote.
 *
 * @param start when it begins
 * @param entries in the order of time
 */
public record RecordFile(Instant start, List<Entry> entries) {
    private static final Pattern LINE =
            Pattern.compile("(\\d{1,18}) (\\d{1,9}) ([a-z]+[<>]) (?:(\\^C)|([$%])([ -~]*+))");
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    /**
     * Reads a file. A last line that is cut off, as a crash leaves it, is left out.
     *
     * @throws IOException when it cannot be read, or is no record: {@code FILE:LINE: what is wrong}
     */
    public static RecordFile read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String head = lines.readLine();
            if (head == null || !head.startsWith(Recording.HEAD)) {
                throw new IOException(file + ":1: expected '" + Recording.HEAD + "TIME': no record of tcbridge's");
            }
            String line = lines.readLine();
            for (int number = 2; line != null; number++) {
                String next = lines.readLine();
                Optional<Entry> entry = entry(number, line);
                if (entry.isEmpty() && next != null) {
                    throw new IOException(file + ":" + number
                            + ": expected MICROSECONDS SESSION gdb>|gdb<|server>|server< and a packet");
                }
                entry.ifPresent(entries::add);
                line = next;
            }
            return new RecordFile(Instant.parse(head.substring(Recording.HEAD.length())), List.copyOf(entries));
        } catch (DateTimeParseException e) {
            throw new IOException(file + ":1: expected '" + Recording.HEAD + "TIME', such as 2026-11-21T13:00:00Z", e);
        }
    }

    private static Optional<Entry> entry(int number, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Hop> hop = Hop.of(matcher.group(3));
        boolean interrupt = matcher.group(4) != null;
        String body = interrupt
                ? ""
                : ESCAPE.matcher(matcher.group(6))
                        .replaceAll(m ->
                                Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(m.group(1), 16))));
        char start = interrupt ? Entry.INTERRUPT : matcher.group(5).charAt(0);
        return hop.map(known -> new Entry(
                number, Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)), known, start, body));
    }

    /** How many sessions it has; they are numbered from 1. */
    public int sessions() {
        return entries.stream().mapToInt(Entry::session).max().orElse(0);
    }

    /** What it holds, for people: {@code a record of 2 sessions, 12.345678 s long}. */
    public String title() {
        long micros = entries.isEmpty() ? 0 : entries.getLast().micros();
        return String.format(
                Locale.ROOT,
                "a record of %d session%s, %.6f s long",
                sessions(),
                sessions() == 1 ? "" : "s",
                micros / 1e6);
    }

    /**
     * One session at one of its two hops, in the order of time.
     *
     * @param session from 1
     * @param atGdb between gdb and the proxy; else between the proxy and the server
     */
    public List<Entry> session(int session, boolean atGdb) {
        return entries.stream()
                .filter(entry -> entry.session() == session && entry.hop().atGdb() == atGdb)
                .toList();
    }
}
