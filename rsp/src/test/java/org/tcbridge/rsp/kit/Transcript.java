package org.tcbridge.rsp.kit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What went over a connection, readable when a test fails. */
public final class Transcript {

    private static final int WIDTH = 160;
    private static final int LAST = 40;

    private final List<String> lines = new CopyOnWriteArrayList<>();

    void add(String direction, String bytes) {
        lines.add(direction + " " + printable(bytes));
    }

    AssertionError failure(String message) {
        return new AssertionError(message + "\n" + this);
    }

    /** The lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Text with what cannot be printed as {@code \xNN}, cut to a line. */
    public static String printable(String bytes) {
        StringBuilder out = new StringBuilder();
        for (char c : bytes.substring(0, Math.min(WIDTH, bytes.length())).toCharArray()) {
            out.append(c >= ' ' && c <= '~' ? "" + c : "\\x%02x".formatted((int) c));
        }
        return bytes.length() > WIDTH ? out + "... (" + bytes.length() + " bytes)" : out.toString();
    }

    /** The last lines, as many as a failure is read with. */
    @Override
    public String toString() {
        List<String> all = lines();
        int left = Math.max(0, all.size() - LAST);
        String last = String.join("\n", all.subList(left, all.size()));
        return left == 0 ? last : "... " + left + " lines\n" + last;
    }
}
