package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.GdbServer;
import org.tcbridge.it.kit.HostProgram;
import org.tcbridge.it.kit.OnFourTargets;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Tap;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;
import org.tcbridge.rsp.Hex;

/**
 * Where tcbridge has nothing to add nobody can tell that it is there: gdb prints the same, byte for byte, and the server sees
 * the same packets as without it.
 */
@RequiresTool({
    "gdb-multiarch",
    "qemu-system-arm",
    "mb-gdb",
    "qemu-system-microblaze",
    "qemu-system-microblazeel",
    "gdbserver",
    "gcc"
})
class PassThroughIT {
    private static final String[] FIRMWARE_SCRIPT = {
        "info threads",
        "info registers",
        "tbreak all_parked",
        "continue",
        "bt",
        "info threads",
        "x/64wx pxCurrentTCB",
        "print *pxCurrentTCB",
        "break shared_step",
        "continue",
        "finish",
        "delete",
        "watch work_count",
        "continue",
        "delete",
        "stepi 20",
        "next",
        "step",
        "set var work_count = 7",
        "print work_count",
        "info registers",
        "monitor info registers",
        "monitor no_such_command",
        "print *(int *) 0xfffffff0",
        "load",
        "compare-sections",
        "find &task_pool, +sizeof(task_pool), (char) 'b', (char) 'u', (char) 's', (char) 'y'",
        "detach"
    };

    private static final String[] HOST_SCRIPT = {
        "info threads",
        "break add",
        "continue",
        "bt",
        "info threads",
        "thread apply all bt",
        "continue 2",
        "info registers rip rsp rbp",
        "finish",
        "delete",
        "watch total",
        "continue",
        "continue",
        "delete",
        "break fast if number == 3",
        "continue",
        "print fast(5)",
        "stepi 30",
        "next",
        "x/16xb $sp",
        "set var total = 1000",
        "until done",
        "info auxv",
        "info proc",
        "info sharedlibrary",
        "dump memory /dev/null $sp $sp+65536",
        "delete",
        "continue"
    };

    /** How gdb and the wire name threads: with their process. */
    private static final Pattern THREAD = Pattern.compile("Thread (\\d+)\\.(\\d+)");

    private static final Pattern PROCESS = Pattern.compile("p([0-9a-f]+)\\.([0-9a-f]+)");

    /** gdb reads {@code /proc/PID/...} of the server's machine. */
    private static final Pattern NAMED_FILE = Pattern.compile("vFile:(open|readlink):([0-9a-f]+)");

    @TempDir
    private static Path folder;

    private static Path host = Path.of("");

    /** What gdb printed, and what the server got. */
    private record Traffic(List<String> output, List<String> packets) {
        Traffic withoutSymbols() {
            return new Traffic(
                    output,
                    packets.stream()
                            .filter(packet -> !packet.startsWith("qSymbol") && !packet.startsWith("qSupported"))
                            .toList());
        }
    }

    private interface Proxy {
        Tcbridge before(int port) throws Exception;
    }

    @BeforeAll
    static void compile() throws Exception {
        host = HostProgram.compile(folder);
    }

    @OnFourTargets
    void qemu(Firmware firmware) throws Exception {
        Traffic direct = firmware(firmware, Optional.empty());
        Traffic through = firmware(firmware, Optional.of(Tcbridge::plain));

        same(through, direct);
    }

    private static Traffic firmware(Firmware firmware, Optional<Proxy> proxy) throws Exception {
        try (Qemu qemu = Qemu.start(firmware)) {
            return traffic(firmware.gdb(), firmware.elf(), qemu.port(), proxy, FIRMWARE_SCRIPT);
        }
    }

    @Test
    void gdbserver() throws Exception {
        Traffic direct = host(Optional.empty(), HOST_SCRIPT);
        Traffic through = host(Optional.of(Tcbridge::plain), HOST_SCRIPT);

        same(through, direct);
    }

    /** An RTOS is looked for and not found: the server notices at most that. */
    @Test
    void gdbserverWithoutAnRtos() throws Exception {
        Traffic direct = host(Optional.empty(), HOST_SCRIPT);
        Traffic through = host(Optional.of(Tcbridge::before), HOST_SCRIPT);

        same(through.withoutSymbols(), direct.withoutSymbols());
    }

    private static void same(Traffic through, Traffic direct) {
        assertThat(through.output).doesNotContain("Connection reset", "Remote connection closed");
        same("gdb's output", through.output, direct.output);
        same("packets at the server", through.packets, direct.packets);
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

    private static Traffic host(Optional<Proxy> proxy, String... script) throws Exception {
        try (GdbServer server = GdbServer.start(host)) {
            return traffic(Tools.path("gdb-multiarch"), host, server.port(), proxy, script);
        }
    }

    private static Traffic traffic(Path gdb, Path elf, int port, Optional<Proxy> proxy, String... script)
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

    private static List<String> output(Path gdb, Path elf, int port, String... script) throws Exception {
        String output =
                GdbBatch.run(gdb, List.of(), Optional.of(elf), port, script).output();
        String timeless = output.replaceAll("127\\.0\\.0\\.1:\\d+", "SERVER").replaceAll("Transfer rate: .*,", "");
        return normal(timeless, THREAD).lines().toList();
    }

    /** Without what differs from run to run also without a proxy: process ids, and leftovers in vector registers. */
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
