package org.tcbridge.it.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tcbridge.rsp.Hex;

/**
 * One session of gdb with a server, directly or through tcbridge, without what differs from run to run: times, process ids,
 * ports, and leftovers in vector registers.
 *
 * @param output the lines that gdb printed
 * @param packets what the server got
 */
public record Traffic(List<String> output, List<String> packets) {
    /** How gdb and the wire name threads: with their process. */
    private static final Pattern THREAD = Pattern.compile("Thread (\\d+)\\.(\\d+)");

    private static final Pattern PROCESS = Pattern.compile("p([0-9a-f]+)\\.([0-9a-f]+)");

    /** gdb reads {@code /proc/PID/...} of the server's machine. */
    private static final Pattern NAMED_FILE = Pattern.compile("vFile:(open|readlink):([0-9a-f]+)");

    /** A way to put tcbridge before a server. */
    @FunctionalInterface
    public interface Proxy {
        /** Starts it before the server at this port of this machine. */
        Tcbridge before(int port) throws Exception;
    }

    /** Runs a gdb with a server at a port; without a proxy it is connected directly. */
    public static Traffic of(Path gdb, Optional<Path> elf, int port, Optional<Proxy> proxy, String... script)
            throws Exception {
        try (Tap tap = Tap.before(port)) {
            if (proxy.isEmpty()) {
                return new Traffic(output(gdb, elf, tap.port(), script), normal(tap.packets()));
            }
            try (Tcbridge tcbridge = proxy.get().before(tap.port())) {
                return new Traffic(output(gdb, elf, tcbridge.port(), script), normal(tap.packets()));
            }
        }
    }

    /** Without the packets that a search for an RTOS changes. */
    public Traffic withoutSymbols() {
        return new Traffic(
                output,
                packets.stream()
                        .filter(packet -> !packet.startsWith("qSymbol") && !packet.startsWith("qSupported"))
                        .toList());
    }

    /** Fails unless both sessions are the same to gdb and to the server. */
    public void mustBe(Traffic direct) {
        assertThat(output).doesNotContain("Connection reset", "Remote connection closed");
        same("gdb's output", output, direct.output);
        same("packets at the server", packets, direct.packets);
    }

    /** Compares line by line; the first difference is shown with what leads to it. */
    private static void same(String what, List<String> through, List<String> direct) {
        int at = 0;
        while (at < Math.min(through.size(), direct.size()) && through.get(at).equals(direct.get(at))) {
            at++;
        }
        int from = Math.max(0, at - 10);
        assertThat(through.subList(from, Math.min(through.size(), at + 5)))
                .as("%s, from line %d", what, from + 1)
                .isEqualTo(direct.subList(from, Math.min(direct.size(), at + 5)));
    }

    private static List<String> output(Path gdb, Optional<Path> elf, int port, String... script) throws Exception {
        String output = GdbBatch.run(gdb, List.of(), elf, port, script).output();
        String timeless = output.replaceAll("127\\.0\\.0\\.1:\\d+", "SERVER")
                .replaceAll("\\(process \\d+\\)", "(process #)")
                .replaceAll("Transfer rate: .*,", "")
                .replaceAll("\\d+\\.\\d+ secs", "# secs")
                .replaceAll("(\\$trace_timestamp +0 +)\\d+", "$1#")
                // the column of threads is as wide as the longest process id
                .replaceAll("(?m)^(  Id   Target Id) +(?=Frame)", "$1 ")
                .replaceAll("(?m)^([* ] \\d+ +Thread \\d.*?) {2,}", "$1 ");
        return normal(timeless, THREAD).lines().toList();
    }

    private static List<String> normal(List<String> packets) {
        String readable = NAMED_FILE
                .matcher(String.join("\n", packets))
                .replaceAll(file ->
                        file.group(1) + " " + Hex.parseText(file.group(2)).replaceAll("\\d+", "#"));
        return normal(readable, PROCESS)
                .lines()
                .map(packet -> packet.startsWith("G") ? "G of " + packet.length() : packet)
                .toList();
    }

    /** Ids of processes and threads by the order in which they are first named: {@code #1}, {@code #2}. */
    private static String normal(String text, Pattern id) {
        Map<String, String> names = new LinkedHashMap<>();
        id.matcher(text)
                .results()
                .flatMap(match -> Stream.of(match.group(1), match.group(2)))
                .filter(number -> number.length() > 2)
                .forEach(number -> names.putIfAbsent(number, "#" + (names.size() + 1)));
        String normal = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            normal = normal.replaceAll("(?<![0-9a-fx])" + name.getKey() + "(?![0-9a-f])", name.getValue());
        }
        return normal;
    }
}
