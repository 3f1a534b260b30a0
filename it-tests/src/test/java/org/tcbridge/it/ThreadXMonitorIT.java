package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.ExpectedThread;
import org.tcbridge.it.kit.GdbMi;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** {@code monitor tcbridge} with ThreadX in a real gdb: what it says is what the kernel's own structures and RAM say. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm"})
class ThreadXMonitorIT {

    @ParameterizedTest
    @EnumSource
    void threadsShowsEveryStack(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            List<String> expected = new ArrayList<>();
            for (ExpectedThread thread : firmware.threads()) {
                if (!thread.runs()) {
                    expected.add(stack(session.gdb(), thread));
                }
            }

            List<String> shown = session.gdb()
                    .cli("monitor tcbridge threads")
                    .lines()
                    .filter(line -> line.matches("\\d+\\.\\d+ .* 0x\\w+ .*"))
                    .map(line -> line.replaceFirst("\\S+ +", "").replaceFirst("(0x\\w+) .*", "$1"))
                    .map(line -> line.replaceAll(" +", " "))
                    .toList();

            assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Name, both priorities, runs, used, size, peak, free, least free, saved stack pointer. */
    private static String stack(GdbMi gdb, ExpectedThread thread) throws Exception {
        String tcb = thread.tcb() + ".tx_thread_";
        long start = gdb.number("(unsigned int) " + tcb + "stack_start");
        long size = gdb.number(tcb + "stack_size");
        long pointer = gdb.number("(unsigned int) " + tcb + "stack_ptr");
        byte[] bytes = HexFormat.of()
                .parseHex(gdb.run("-data-read-memory-bytes " + start + " " + size)
                        .list("memory")
                        .getFirst()
                        .text("contents"));
        int least = 0;
        while (least < pointer - start && bytes[least] == (byte) 0xef) {
            least++;
        }
        least -= least % Integer.BYTES;
        long used = start + size - pointer;
        return "%s %d %d %d %d %d %d %d %d 0x%x"
                .formatted(
                        thread.name().isEmpty() ? "-" : thread.name(),
                        thread.priority(),
                        thread.userPriority(),
                        gdb.number(tcb + "run_count"),
                        used,
                        size,
                        size - least,
                        size - used,
                        least,
                        pointer);
    }

    /** The offsets that were learnt from memory are the compiler's. */
    @ParameterizedTest
    @EnumSource
    void layoutIsTheCompilers(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            String layout = session.gdb().cli("monitor tcbridge layout");

            for (String field : List.of(
                    "stack_ptr",
                    "name",
                    "priority",
                    "state",
                    "suspend_control_block",
                    "created_next",
                    "user_priority")) {
                long offset = session.gdb().number("(unsigned int) &((TX_THREAD *) 0)->tx_thread_" + field);
                assertThat(layout)
                        .containsPattern("(?m)^TX_THREAD\\.tx_thread_" + field + " +offset " + offset + " +calibrated");
            }
        }
    }

    /** What a solicited frame holds, and where. */
    @ParameterizedTest
    @EnumSource
    void framesShowsASavedContext(ThreadXFirmware firmware) throws Exception {
        try (Session session = Session.parked(firmware)) {
            GdbMi gdb = session.gdb();
            long pointer = gdb.number("(unsigned int) thread_pool[2].tx_thread_stack_ptr");
            int r4 = firmware.isCortexM() ? 4 : 8;
            int size = firmware.isCortexM() ? 68 : 44;

            String frame = gdb.cli("monitor tcbridge frames " + session.thread("semaphore_timed"));

            assertThat(frame)
                    .contains("task semaphore_timed: threadx-")
                    .contains("frame of %d bytes at 0x%x".formatted(size, pointer))
                    .containsPattern("(?m)^r4 +0xc0de0304 +at 0x%x".formatted(pointer + r4));
        }
    }
}
