package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** {@code monitor tcbridge} in a real gdb: what it says of stacks is what the kernel's own variables and RAM say. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class MonitorIT {
    private static final int WORD = 4;

    @ParameterizedTest
    @EnumSource(Firmware.class)
    void threadsShowsEveryStack(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            List<String> expected = new ArrayList<>();
            for (ExpectedTask task : firmware.tasks()) {
                expected.add(stack(session.gdb(), task));
            }

            List<String> lines =
                    session.gdb().cli("monitor tcbridge threads").lines().toList();
            // id name prio base used size peak free least saved-sp ...; used and free of the running task follow its
            // live sp
            List<String> shown = lines.subList(1, 1 + expected.size()).stream()
                    .map(line -> line.split(" +", 11))
                    .map(cells -> String.join(" ", cells[1], cells[2], cells[5], cells[6], cells[8], cells[9]))
                    .toList();

            assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Name, priority, size, peak, least, saved stack pointer, as the kernel has them. */
    private static String stack(GdbMi gdb, ExpectedTask task) throws Exception {
        long start = gdb.number("(unsigned int) " + task.tcb() + ".pxStack");
        long size = gdb.number("(unsigned int) " + task.tcb() + ".pxEndOfStack") + WORD - start;
        byte[] bytes = HexFormat.of()
                .parseHex(gdb.run("-data-read-memory-bytes " + start + " " + size)
                        .list("memory")
                        .getFirst()
                        .text("contents"));
        long pointer = gdb.number("(unsigned int) " + task.tcb() + ".pxTopOfStack");
        // a frame is in use, also where it holds the fill byte: never_ran's registers are not set
        long most = task.runs() ? size : pointer - start;
        int least = 0;
        while (least < most && bytes[least] == (byte) 0xa5) {
            least++;
        }
        least -= least % WORD;
        return "%s %d %d %d %d %s"
                .formatted(
                        task.name(),
                        task.priority(),
                        size,
                        size - least,
                        least,
                        task.runs() ? "running" : "0x" + Long.toHexString(pointer));
    }

    @ParameterizedTest
    @EnumSource(Firmware.class)
    void framesShowsWhatGdbShows(Firmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            gdb.run("-thread-select 2");

            String frames = gdb.cli("monitor tcbridge frames 2")
                    .lines()
                    .skip(1)
                    .limit(1)
                    .collect(Collectors.joining());

            assertThat(frames)
                    .isEqualTo("it goes on at pc 0x%x with sp 0x%x"
                            .formatted(gdb.number("(unsigned int) $pc"), gdb.number("(unsigned int) $sp")));
        }
    }
}
