package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.ExpectedThread;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Target;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** {@code tcbridge proxy --config}: two boards, two kernels, two gdbs at the same time, one process. */
@RequiresTool({"gdb-multiarch", "mb-gdb", "qemu-system-arm", "qemu-system-microblaze"})
class FarmIT {
    private static final Firmware MICROBLAZE = Firmware.MICROBLAZE_BE;
    private static final ThreadXFirmware FX3 = ThreadXFirmware.ARM926;
    private static final List<String> MICROBLAZE_TASKS =
            MICROBLAZE.tasks().stream().map(ExpectedTask::name).toList();
    private static final List<String> FX3_THREADS = FX3.threads().stream()
            .map(ExpectedThread::name)
            .filter(name -> !name.isEmpty())
            .toList();

    @TempDir
    private Path folder;

    /** Power that is switched is a line in a file. */
    private String board(String name, Target target) {
        return """
                [[listener]]
                name = "%1$s"
                spawn = "%2$s -kernel %3$s -S -gdb tcp:127.0.0.1:{port} -display none -serial null -monitor none -name %1$s"
                before = "echo %1$s on >> %4$s"
                after = "echo %1$s off >> %4$s; echo no power"
                command-limit = 10
                """.formatted(name, String.join(" ", target.machine()), target.elf(), folder.resolve("power"));
    }

    private List<String> power() throws Exception {
        return Files.readAllLines(folder.resolve("power"));
    }

    private static int port(Child farm, String name) throws Exception {
        MatchResult ready = farm.await(Pattern.compile(
                "listening on 127\\.0\\.0\\.1:(\\d+), backend '.*-name " + name + "' \\(" + name + "\\)\n"));
        return Integer.parseInt(ready.group(1));
    }

    private static GdbMi parked(Target target, int port) throws Exception {
        GdbMi gdb = GdbMi.start(target);
        gdb.run("-target-select remote 127.0.0.1:" + port);
        gdb.stopped();
        resumeTo(gdb, "all_parked");
        return gdb;
    }

    private static void resumeTo(GdbMi gdb, String place) throws Exception {
        gdb.run("-break-insert -t " + place);
        gdb.run("-exec-continue");
        assertThat(gdb.stopped().text("reason")).isEqualTo("breakpoint-hit");
    }

    /** The threads that have a name. */
    private static List<String> names(GdbMi gdb) throws Exception {
        return gdb.run("-thread-info").list("threads").stream()
                .filter(thread -> thread.has("name"))
                .map(thread -> thread.text("name"))
                .toList();
    }

    private static boolean runs(String board) {
        return ProcessHandle.allProcesses()
                .anyMatch(p ->
                        p.info().commandLine().orElse("").matches("\\S*qemu-system\\S* .*-name " + board + "\\b.*"));
    }

    @Test
    void twoBoardsAtOnce() throws Exception {
        String mine = "it-" + ProcessHandle.current().pid();
        String microblaze = mine + "-microblaze";
        String fx3 = mine + "-fx3";
        Path file = Files.writeString(
                folder.resolve("farm.toml"),
                board(microblaze, MICROBLAZE) + "elf = \"" + MICROBLAZE.elf() + "\"\n" + board(fx3, FX3));

        try (Child farm = Child.start(
                List.of(Tools.projectRoot().resolve("tcbridge").toString(), "proxy", "--config", file.toString()))) {
            int first = port(farm, microblaze);
            int second = port(farm, fx3);

            try (GdbMi a = parked(MICROBLAZE, first);
                    GdbMi b = parked(FX3, second)) {
                assertThat(power()).containsExactly(microblaze + " on", fx3 + " on");
                assertThat(names(a)).containsExactlyInAnyOrderElementsOf(MICROBLAZE_TASKS);
                assertThat(names(b)).containsExactlyInAnyOrderElementsOf(FX3_THREADS);

                // One runs, and is asked nothing; the other answers meanwhile, and its tasks stay its own.
                a.run("-exec-continue");
                assertThat(names(b)).containsExactlyInAnyOrderElementsOf(FX3_THREADS);
                resumeTo(b, "all_parked");
                a.run("-exec-interrupt");
                assertThat(a.stopped().text("reason")).isEqualTo("signal-received");
                assertThat(names(a)).containsAll(List.of("busy", "IDLE", "queue_waiter"));

                // A gdb that goes away takes its board along, and no other.
                a.run("-target-disconnect");
                farm.await(Pattern.compile("\\[" + microblaze + " qemu-system-microblaze\\] .*terminating"));
                farm.await(Pattern.compile("\\[" + microblaze + "\\] no power\n"));
                assertThat(power()).endsWith(microblaze + " off");
                assertThat(runs(microblaze)).isFalse();
                assertThat(runs(fx3)).isTrue();
                MiValue frame = b.run("-stack-info-frame");
                assertThat(frame.toString()).contains("all_parked");
            }
            GdbBatch again = GdbBatch.run(FX3, second, "tbreak all_parked", "continue", "info threads", "disconnect");
            assertThat(again.threadNames()).containsExactlyInAnyOrderElementsOf(FX3_THREADS);

            farm.signal("TERM");
            farm.end();
            assertThat(farm.status()).isZero();
        }
        assertThat(power())
                .startsWith(microblaze + " on", fx3 + " on", microblaze + " off", fx3 + " off")
                .endsWith(fx3 + " off");
        assertThat(runs(fx3)).isFalse();
    }

    /** A board that cannot be powered: gdb is told which command failed and how, and the other board is not touched. */
    @Test
    void noPower() throws Exception {
        String mine = "it-" + ProcessHandle.current().pid() + "-no-power";
        Path file = Files.writeString(
                folder.resolve("farm.toml"),
                board(mine, FX3).replaceAll("before = .*", "before = \"echo relay 7 is stuck; exit 4\""));

        try (Child farm = Child.start(
                List.of(Tools.projectRoot().resolve("tcbridge").toString(), "proxy", "--config", file.toString()))) {
            GdbBatch gdb = GdbBatch.run(FX3, port(farm, mine), "print 1");

            assertThat(gdb.output())
                    .contains(
                            "the command before the first client, 'echo relay 7 is stuck; exit 4' ended with status 4",
                            "relay 7 is stuck");
            assertThat(runs(mine)).isFalse();
            assertThat(folder.resolve("power")).doesNotExist();
        }
    }
}
