package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** A session of gdb with QEMU, recorded, and played again to gdb without QEMU. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class RecordIT {
    private static final Firmware FIRMWARE = Firmware.CORTEX_M4F;
    private static final Pattern READY = Pattern.compile("^listening on 127\\.0\\.0\\.1:(\\d+), .*\n");
    private static final String[] COMMANDS = {
        "tbreak all_parked", "continue", "info threads", "thread 3", "backtrace", "info registers", "disconnect"
    };

    @TempDir
    private Path folder;

    @Test
    void theSameAgainWithoutTheTarget() throws Exception {
        String file = folder.resolve("session.rec").toString();
        GdbBatch first;
        try (Qemu qemu = Qemu.start(FIRMWARE);
                Child proxy = start("proxy", "--backend", "127.0.0.1:" + qemu.port(), "--record", file)) {
            first = GdbBatch.run(FIRMWARE, port(proxy), COMMANDS);
            proxy.signal("TERM");
            proxy.end();
        }
        assertThat(first.threadNames()).hasSize(FIRMWARE.tasks().size());

        try (Child replay = start("replay", file, "--as", "server")) {
            GdbBatch again = GdbBatch.run(FIRMWARE, port(replay), COMMANDS);

            assertThat(again.answers()).isEqualTo(first.answers());
            assertThat(replay.end()).contains(" packets, no difference");
            assertThat(replay.status()).isZero();
        }

        try (Child replay = start("replay", file, "--as", "server")) {
            GdbBatch.run(FIRMWARE, port(replay), "tbreak spin_forever", "disconnect");

            assertThat(replay.end()).contains("expected: ", "got:      ");
            assertThat(replay.status()).isEqualTo(1);
        }

        try (Qemu qemu = Qemu.start(FIRMWARE);
                Child replay = Child.start(List.of(
                        tcbridge(),
                        "replay",
                        file,
                        "--as",
                        "client",
                        "--side",
                        "server",
                        "--backend",
                        "127.0.0.1:" + qemu.port()))) {
            assertThat(replay.end()).contains(" packets, no difference");
        }

        try (Child log = Child.start(List.of(tcbridge(), "log", file, "--kind", "run", "--side", "gdb"))) {
            assertThat(log.end())
                    .contains("gdb -> vCont;c", "(stopped by signal 5")
                    .doesNotContain("read memory");
        }
    }

    private Child start(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(tcbridge()));
        line.addAll(List.of(command));
        line.addAll(List.of("--listen", "127.0.0.1:0"));
        return Child.start(line);
    }

    private static String tcbridge() {
        return Tools.projectRoot().resolve("tcbridge").toString();
    }

    private static int port(Child child) throws Exception {
        return Integer.parseInt(child.await(READY).group(1));
    }
}
