package org.tcbridge.proxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.serve.ImageServer;

/** What {@code monitor tcbridge threads} says of stacks. */
@ExtendWith(LeakRecorder.Check.class)
class StackUseTest extends ToyTarget {
    @Test
    void threadsShowsStacks() {
        threeTasks();
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly(
                        "id   name    prio  base  used  size  peak  free  least  saved sp  state",
                        "1.1  main       1     ?    64   256   128   192    128  running   running",
                        "1.2  sensor     2     1    64   256   192   192     64  0x21c0    blocked: until tick 9",
                        "1.3  spare      3     ?     ?     ?     ?   160     96  0x22a0    suspended",
                        "stacks in bytes; peak: the most ever used, least: the least ever free;" + " ?: not known");
    }

    @Test
    void aStackPointerOfAHandlerIsNotTheTasks() {
        threeTasks();
        liveSp = 0x7ff0;
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .contains("1.1  main       1     ?     ?   256   128     ?    128  running   running");
    }

    @Test
    void fullStacksAreWarnedOf() {
        poke(ToyKernel.RUNNING, 0xa0);
        kernel.task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        kernel.task(0xb0, "nearly", 0x21c0, 0x2100, 0x2200);
        kernel.task(0xc0, "almost", 0x22c0, 0x2200, 0x2300);
        kernel.task(0xd0, "full", 0x23c0, 0x2300, 0x2400);
        kernel.task(0xe0, "over", 0x23f0, 0x2400, 0x2500);
        stack(0x2000, 0x80, 0x20f0);
        stack(0x2100, 24, 0x21c0); // 232 of 256 bytes: 90 %
        stack(0x2200, 28, 0x22c0); // 228 of 256 bytes: 89 %
        stack(0x2300, 0, 0x23c0);
        stack(0x2400, 0, 0x23f0);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly(
                        "id   name    prio  base  used  size  peak  free  least  saved sp  state",
                        "1.1  main       1     ?    64   256   128   192    128  running   running",
                        "1.2  nearly     2     1    64   256   232   192     24  0x21c0    ready",
                        "1.3  almost     3     ?    64   256   228   192     28  0x22c0    ready",
                        "1.4  full       4     ?    64   256   256   192      0  0x23c0    ready",
                        "1.5  over       5     ?   272   256   256   -16      0  0x23f0    ready",
                        "stacks in bytes; peak: the most ever used, least: the least ever free;" + " ?: not known",
                        "warning: task nearly: 232 of 256 bytes of its stack were used, 90 %",
                        "warning: task full: its stack was used to the last byte",
                        "warning: task over: its stack pointer 0x23f0 is 16 bytes below its stack");
    }

    @Test
    void aKernelThatDoesNotFillStacksTellsNoPeak() {
        threeTasks();
        Arrays.fill(ram, 0x1000, 0x10f0, (byte) 0);
        Arrays.fill(ram, 0x1100, 0x11c0, (byte) 0);
        Arrays.fill(ram, 0x1200, 0x12a0, (byte) 0);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .contains(
                        "1.1  main       1     ?    64   256     ?   192      ?  running   running",
                        "1.2  sensor     2     1    64   256     ?   192      ?  0x21c0    blocked: until tick 9")
                .hasSize(5);
    }

    @Test
    void aKernelThatNeverFillsIsNotScanned() {
        threeTasks();
        kernel.withoutFill();
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        session.monitor("tcbridge status");
        long reads = server.count(ReadMemory.class);
        assertThat(session.monitor("tcbridge threads"))
                .contains("1.2  sensor     2     1    64   256     ?   192      ?  0x21c0    blocked: until tick 9");
        assertThat(server.count(ReadMemory.class)).isEqualTo(reads);
    }

    @Test
    void hugeStacksAreReadInBounds() {
        poke(ToyKernel.RUNNING, 0xa0);
        Arrays.fill(ram, 0x1000, ram.length, FILL);
        for (int i = 0; i < 20; i++) {
            kernel.task(0xa0 + i, "t" + i, 0x7ff0, 0x2000, 0x8000);
        }
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        List<String> lines = session.monitor("tcbridge threads");
        int read = server.commands().stream()
                .flatMap(c -> c instanceof ReadMemory(long address, int length) && length > 100
                        ? Stream.of(length)
                        : Stream.empty())
                .mapToInt(length -> length)
                .sum();
        // what 20 stacks of 24 KiB would cost is 480 KiB
        assertThat(read).isBetween(255 * 1024, 256 * 1024);
        assertThat(lines)
                .contains(
                        "1.11  t10     11     ?     16  24576     16  24560  24560  0x7ff0    ready",
                        "1.12  t11     12     ?     16  24576      ?  24560      ?  0x7ff0    ready");
    }
}
