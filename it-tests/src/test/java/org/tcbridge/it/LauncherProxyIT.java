package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Qemu;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;

/** {@code ./tcbridge proxy} as users start it, between real gdb and real QEMU. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "arm-none-eabi-nm"})
class LauncherProxyIT {

    @Test
    void twoClientsInTurnThenSigterm() throws Exception {
        Firmware firmware = Firmware.CORTEX_M4F;
        try (Qemu qemu = Qemu.start(firmware);
                Child tcbridge = start("--backend", "127.0.0.1:" + qemu.port())) {
            int port = port(tcbridge, qemu.port());

            GdbBatch first =
                    GdbBatch.run(firmware, port, "tbreak all_parked", "continue", "info threads", "disconnect");
            GdbBatch second = GdbBatch.run(firmware, port, "info threads");

            List<String> names =
                    firmware.tasks().stream().map(ExpectedTask::name).toList();
            assertThat(first.threadNames()).startsWith("busy", "IDLE").containsExactlyInAnyOrderElementsOf(names);
            assertThat(second.threadNames()).containsExactlyInAnyOrderElementsOf(names);
            tcbridge.signal("TERM");
            assertThat(tcbridge.end().lines()).hasSize(1);
            assertThat(tcbridge.status()).isZero();
        }
    }

    /** Started before the server; the tasks are there from the first list on, also for a gdb without symbols. */
    @Test
    void symbolsFromAFile() throws Exception {
        Firmware firmware = Firmware.MICROBLAZE_BE;
        try (Qemu qemu = Qemu.start(firmware);
                Child tcbridge = start(
                        "--backend",
                        "127.0.0.1:" + qemu.port(),
                        "--elf",
                        firmware.elf().toString())) {
            int port = port(tcbridge, qemu.port());
            qemu.runToAllParked(firmware);

            GdbBatch gdb = GdbBatch.run(firmware.gdb(), firmware.settings(), Optional.empty(), port, "info threads");

            assertThat(gdb.threadNames()).hasSize(17).startsWith("busy", "IDLE");
        }
    }

    /** nm's list in place of the file: gdb has no symbols, and the byte order is the target's to tell. */
    @Test
    void symbolsFromAList(@TempDir Path folder) throws Exception {
        for (Firmware firmware : List.of(Firmware.CORTEX_M4F, Firmware.MICROBLAZE_BE)) {
            Path list = folder.resolve(firmware.name());
            try (Child nm = Child.start(List.of(
                    Tools.path("arm-none-eabi-nm").toString(),
                    "-S",
                    firmware.elf().toString()))) {
                Files.writeString(list, nm.end());
            }
            try (Qemu qemu = Qemu.start(firmware);
                    Child tcbridge = start("--backend", "127.0.0.1:" + qemu.port(), "--symbols", list.toString())) {
                int port = port(tcbridge, qemu.port());
                qemu.runToAllParked(firmware);

                GdbBatch gdb =
                        GdbBatch.run(firmware.gdb(), firmware.settings(), Optional.empty(), port, "info threads");

                assertThat(gdb.threadNames()).hasSize(firmware.tasks().size()).startsWith("busy", "IDLE");
            }
        }
    }

    private static Child start(String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Tools.projectRoot().resolve("tcbridge").toString(), "proxy", "--listen", "127.0.0.1:0"));
        command.addAll(List.of(options));
        return Child.start(command);
    }

    private static int port(Child tcbridge, int backend) throws Exception {
        Pattern ready =
                Pattern.compile("^listening on 127\\.0\\.0\\.1:(\\d+), backend 127\\.0\\.0\\.1:" + backend + "\n");
        return Integer.parseInt(tcbridge.await(ready).group(1));
    }
}
