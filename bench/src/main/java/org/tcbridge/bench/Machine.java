package org.tcbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tcbridge.bench.process.Child;

/** What figures depend on besides the program. */
final class Machine {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Machine() {}

    /** The facts by their names. What is not there is said to be missing. */
    static Map<String, String> facts(Path root) throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", LocalDate.now(ZoneId.systemDefault()).toString());
        facts.put("commit", firstLine("git", "-C", root.toString(), "describe", "--always", "--dirty"));
        facts.put("CPU", cpu() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.vendor") + " " + Runtime.version());
        facts.put("gdb", firstLine("gdb-multiarch", "--version"));
        facts.put("QEMU", firstLine("qemu-system-arm", "--version"));
        facts.put("socat", socat());
        return facts;
    }

    private static String cpu() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String socat() throws InterruptedException {
        return lines("socat", "-V")
                .filter(line -> line.startsWith("socat version"))
                .map(line -> line.replaceAll("socat version (\\S+).*", "$1"))
                .findFirst()
                .orElse("missing");
    }

    private static String firstLine(String... command) throws InterruptedException {
        return lines(command).findFirst().orElse("missing");
    }

    private static Stream<String> lines(String... command) throws InterruptedException {
        try {
            return Child.output(List.of(command), LIMIT).lines();
        } catch (IOException missing) {
            return Stream.of();
        }
    }
}
