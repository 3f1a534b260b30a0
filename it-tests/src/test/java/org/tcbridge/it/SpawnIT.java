package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** {@code tcbridge proxy --spawn}: QEMU is started for each session of a real gdb, and ends with it. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class SpawnIT {
    private static final Firmware FIRMWARE = Firmware.CORTEX_M4F;
    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), backend '.*'\n");
    private static final Pattern ENDED = Pattern.compile("\\[qemu-system-arm\\] .*: terminating on signal 15");
    private static final List<String> TASKS =
            FIRMWARE.tasks().stream().map(ExpectedTask::name).toList();

    private static Child proxy(String command) throws Exception {
        return Child.start(List.of(
                Tools.projectRoot().resolve("tcbridge").toString(),
                "proxy",
                "--listen",
                "127.0.0.1:0",
                "--spawn",
                command));
    }

    private static String qemu() {
        return String.join(" ", FIRMWARE.machine()) + " -kernel " + FIRMWARE.elf()
                + " -S -gdb tcp:127.0.0.1:{port} -display none -serial null -monitor none";
    }

    private static int port(Child proxy) throws Exception {
        return Integer.parseInt(proxy.await(READY).group(1));
    }

    /** The QEMUs that tcbridge has started. */
    private static List<ProcessHandle> servers(Child proxy) {
        return ProcessHandle.of(proxy.pid())
                .orElseThrow()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("qemu-system-arm"))
                .toList();
    }

    @Test
    void eachSessionHasItsOwn() throws Exception {
        try (Child proxy = proxy(qemu())) {
            int port = port(proxy);
            assertThat(servers(proxy)).as("before gdb comes").isEmpty();
            for (int i = 0; i < 2; i++) {
                GdbBatch gdb = GdbBatch.run(
                        FIRMWARE,
                        port,
                        "print work_count",
                        "set var work_count = 77",
                        "tbreak all_parked",
                        "continue",
                        "info threads",
                        "disconnect");

                assertThat(gdb.answer("print work_count"))
                        .as("a machine that has not run")
                        .isEqualTo("$1 = 0");
                assertThat(gdb.threadNames()).containsExactlyInAnyOrderElementsOf(TASKS);
                proxy.await(ENDED);
            }
        }
    }

    /** The end of tcbridge is the end of QEMU, also while gdb lets the firmware run. */
    @Test
    void endsWithTcbridge() throws Exception {
        try (Child proxy = proxy(qemu());
                GdbMi gdb = GdbMi.start(FIRMWARE)) {
            gdb.run("-target-select remote 127.0.0.1:" + port(proxy));
            gdb.stopped();
            gdb.run("-exec-continue");
            List<ProcessHandle> servers = servers(proxy);
            assertThat(servers).hasSize(1);

            proxy.signal("TERM");

            assertThat(proxy.end()).contains("terminating on signal 15");
            assertThat(proxy.status()).isZero();
            assertThat(servers.getFirst().onExit()).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void aServerThatDoesNotStart() throws Exception {
        try (Child proxy = proxy(qemu().replace("-M mps2-an386", "-M no-such-board"))) {
            GdbBatch gdb = GdbBatch.run(FIRMWARE, port(proxy), "print 1");

            assertThat(gdb.output()).contains("ended with status 1", "qemu-system-arm: unsupported machine type");
            assertThat(gdb.answer("print 1")).isEqualTo("$1 = 1");
        }
    }
}
