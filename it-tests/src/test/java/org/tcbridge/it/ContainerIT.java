package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Tcbridge;
import org.tcbridge.it.tools.RequiresContainers;
import org.tcbridge.it.tools.RequiresTool;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A GDB server on another machine: QEMU in a container. */
@RequiresTool("gdb-multiarch")
@RequiresContainers
class ContainerIT {
    private static final int PORT = 1234;

    @Test
    void qemu() throws Exception {
        Firmware firmware = Firmware.CORTEX_M3;
        List<String> command = new ArrayList<>(List.of("qemu-system-arm", "-M", "mps2-an385"));
        command.addAll(List.of("-kernel", "/firmware/program.elf", "-S", "-gdb", "tcp:0.0.0.0:" + PORT));
        command.addAll(List.of("-display", "none", "-monitor", "none", "-serial", "null"));
        command.addAll(List.of("-icount", "shift=6,sleep=off"));
        try (GenericContainer<?> qemu = new GenericContainer<>(DockerImageName.parse(RequiresContainers.IMAGE))
                .withCopyFileToContainer(MountableFile.forHostPath(firmware.elf()), "/firmware/program.elf")
                .withCommand(command.toArray(String[]::new))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forListeningPort())) {
            qemu.start();
            try (Tcbridge tcbridge = Tcbridge.before(qemu.getMappedPort(PORT))) {
                GdbBatch gdb = GdbBatch.run(
                        firmware,
                        tcbridge.port(),
                        "tbreak all_parked",
                        "continue",
                        "info threads",
                        "thread apply all bt");

                assertThat(gdb.threadNames())
                        .containsExactlyInAnyOrderElementsOf(firmware.tasks().stream()
                                .map(ExpectedTask::name)
                                .toList());
                for (ExpectedTask task : firmware.tasks()) {
                    assertThat(gdb.answer("thread apply all bt"))
                            .contains(task.backtrace().getLast() + " ()");
                }
            }
        }
    }
}
