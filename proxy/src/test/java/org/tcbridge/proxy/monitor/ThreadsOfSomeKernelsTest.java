package org.tcbridge.proxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.serve.ImageServer;

/** What {@code threads} shows of some RTOSes only: how often a task was scheduled; a stack pointer that is saved apart. */
@ExtendWith(LeakRecorder.Check.class)
class ThreadsOfSomeKernelsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aTaskWhoseRegistersAreInItsControlBlockHasItsStackPointerThere() throws Exception {
        byte[] ram = new byte[0x7000];
        ram[0] = (byte) 0xa0;
        // downwards from 0x1440: r0, pc, sp
        ram[0x438] = 1;
        ram[0x439] = 0x40;
        ram[0x434] = (byte) 0xd0;
        ram[0x435] = 0x21;
        ToyKernel kernel = new ToyKernel()
                .task(0xa0, "main", 0x20f0, 0x2000, 0x2100)
                .task(0x1400, "sensor", 0x1440, 0x2100, 0x2200);
        try (ImageServer server = ImageServer.builder()
                        .region(0x1000, ram)
                        .thread(ThreadId.of(1, 1), "00000000".repeat(5))
                        .start();
                ToySession session = new ToySession(
                        server.port(), List.of(kernel), LogControl.FIXED, folder, ToySession.IN_CONTROL_BLOCK)) {
            session.giveSymbols();

            assertThat(session.monitor("tcbridge threads").get(2))
                    .isEqualTo("1.2  sensor     2     1    48   256     ?   208      ?  0x1440    ready");
        }
    }

    @Test
    void runsAreAColumnOfTheirOwn() throws Exception {
        byte[] ram = new byte[0x7000];
        ram[0] = (byte) 0xa0;
        ToyKernel kernel = new ToyKernel()
                .task(0xa0, "main", 0x20f0, 0x2000, 0x2100)
                .task(0xb0, "sensor", 0x21c0, 0x2100, 0x2200)
                .counts(4_000_000_000L);
        try (ImageServer server = ImageServer.builder()
                        .region(0x1000, ram)
                        .thread(ThreadId.of(1, 1), "00000000".repeat(5))
                        .start();
                ToySession session = new ToySession(server.port(), List.of(kernel), LogControl.FIXED, folder)) {
            session.giveSymbols();

            assertThat(session.monitor("tcbridge threads").subList(0, 3))
                    .containsExactly(
                            "id   name    prio  base        runs  used  size  peak  free  least  saved sp  state",
                            "1.1  main       1     ?  4000000000     ?   256     ?     ?      ?  running   running",
                            "1.2  sensor     2     1  4000000000    64   256     ?   192      ?  0x21c0    ready");
        }
    }
}
