package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Program;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.kit.Target;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** A core file, in a gdb that is connected to nothing, shows the threads that the live session shows. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "qemu-system-microblaze"})
class CoreIT {
    private static final Pattern FRAME = Pattern.compile("(?m)^(?:#\\d+ .*|Thread \\d+ )");
    private static final Pattern NAME = Pattern.compile("(?m)^[* ] (\\d+) +(?:Thread \\S+|LWP \\d+) (\".*?\")");
    private static final Pattern REGISTER = Pattern.compile("(?m)^(r\\d+|sp|lr|pc) +(0x[0-9a-f]+)");

    private static final Pattern VALUE = Pattern.compile("(?m)^\\$\\d+ = .*$");

    @TempDir
    private Path folder;

    private Program core(Qemu qemu, Target target, Path file) throws Exception {
        return Program.run(
                "core",
                "--backend",
                "127.0.0.1:" + qemu.port(),
                "--elf",
                target.elf().toString(),
                "-o",
                file.toString());
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    /** Numbers and names, whatever gdb calls the thread itself. */
    private static List<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(m -> m.group(1) + " " + m.group(2))
                .toList();
    }

    /** Of the interrupted thread all registers are known. */
    private void assertTheSame(Target target, String interrupted) throws Exception {
        Path file = folder.resolve("a.core");
        GdbBatch live;
        try (Qemu qemu = Qemu.start(target)) {
            qemu.runToAllParked(target);
            try (Tcbridge tcbridge = Tcbridge.before(qemu.port())) {
                live = GdbBatch.run(
                        target,
                        tcbridge.port(),
                        "info threads",
                        "thread apply all backtrace",
                        "thread " + interrupted,
                        "info registers",
                        "disconnect");
            }
            Program made = core(qemu, target, file);
            assertThat(made.status()).as(made.output()).isZero();
        }

        String output;
        try (Child gdb = Child.start(List.of(
                target.gdb().toString(),
                "-nx",
                "-q",
                "-batch",
                "-iex",
                "set width 0",
                target.elf().toString(),
                file.toString(),
                "-x",
                file + ".gdb",
                "-ex",
                "echo @@@\\n",
                "-ex",
                "info threads",
                "-ex",
                "thread apply all backtrace",
                "-ex",
                "echo @@@\\n",
                "-ex",
                "thread " + interrupted,
                "-ex",
                "info registers"))) {
            output = gdb.end();
        }

        String[] parts = output.split("@@@\n", -1);
        assertThat(names(parts[1])).hasSizeGreaterThan(5).isEqualTo(names(live.answer("info threads")));
        String stacks = parts[1].substring(parts[1].indexOf("\nThread "));
        assertThat(found(FRAME, stacks)).isEqualTo(found(FRAME, live.answer("thread apply all backtrace")));
        assertThat(found(REGISTER, parts[2])).hasSize(16).isEqualTo(found(REGISTER, live.answer("info registers")));
    }

    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M0", "CORTEX_M4F", "CORTEX_M33"})
    void onCortexM(Firmware firmware) throws Exception {
        assertTheSame(firmware, "2");
    }

    @Test
    void onAnArm9WithThreadX() throws Exception {
        assertTheSame(ThreadXFirmware.ARM926, "19");
    }

    /** {@code queue_waiter} has its floating-point registers in its frame, {@code queue_timed} has none there. */
    @ParameterizedTest
    @EnumSource(names = {"CORTEX_M4F", "CORTEX_M33"})
    void floatingPointRegisters(Firmware firmware) throws Exception {
        Path file = folder.resolve("a.core");
        List<String> commands = new ArrayList<>(List.of("info threads"));
        for (int thread : List.of(1, 3, 4)) {
            commands.add("thread " + thread);
            for (int i = 0; i < 16; i++) {
                commands.add("print $d" + i);
                commands.add("print/x $s" + 2 * i);
                commands.add("print/x $s" + (2 * i + 1));
            }
            commands.add("print/x $fpscr");
            commands.add("print/x $xpsr");
        }
        String live;
        try (Qemu qemu = Qemu.start(firmware)) {
            qemu.runToAllParked(firmware);
            try (Tcbridge tcbridge = Tcbridge.before(qemu.port())) {
                live = GdbBatch.run(
                                firmware,
                                tcbridge.port(),
                                Stream.concat(commands.stream(), Stream.of("disconnect"))
                                        .toArray(String[]::new))
                        .toString();
            }
            Program made = core(qemu, firmware, file);
            assertThat(made.status()).as(made.output()).isZero();
        }
        List<String> line = new ArrayList<>(List.of(
                firmware.gdb().toString(),
                "-nx",
                "-q",
                "-batch",
                "-iex",
                "set width 0",
                firmware.elf().toString(),
                file.toString()));
        commands.forEach(command -> line.addAll(List.of("-ex", command)));
        String output;
        try (Child gdb = Child.start(line)) {
            output = gdb.end();
        }

        assertThat(found(VALUE, output))
                .hasSize(3 * 50)
                .isEqualTo(found(VALUE, live))
                .anyMatch(value -> value.endsWith(" = <unavailable>"))
                .anyMatch(value -> value.endsWith(" = 0x43020000"));
    }

    @Test
    void otherArchitecturesHaveSnapshots() throws Exception {
        Path file = folder.resolve("a.core");
        try (Qemu qemu = Qemu.start(Firmware.MICROBLAZE_BE)) {
            qemu.runToAllParked(Firmware.MICROBLAZE_BE);

            Program made = core(qemu, Firmware.MICROBLAZE_BE, file);

            assertThat(made.status()).isEqualTo(1);
            assertThat(made.output().lines())
                    .last()
                    .isEqualTo("tcbridge core: core of 127.0.0.1:" + qemu.port()
                            + ": gdb has core files without an operating system for 32-bit Arm only, the target is microblaze:"
                            + " `tcbridge snapshot` and `tcbridge serve` show gdb the same");
        }
        assertThat(Files.exists(file)).isFalse();
    }
}
