package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Wire;

/** Clients that come and go, many times, in every way: nothing stays behind. */
@ExtendWith(LeakRecorder.Check.class)
class ReconnectTest {
    private static final int TIMES = 1000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @TempDir
    private Path folder;

    private int dumps;

    @Test
    void aThousandClientsOneAfterAnother() throws IOException {
        try (Rig rig = Rig.simple()) {
            visit(rig, 0);
            visit(rig, 1);
            long threads = platformThreads();
            long files = openFiles();

            for (int i = 0; i < TIMES; i++) {
                visit(rig, i);
            }

            assertThat(rig.server().connections()).isEqualTo(TIMES + 2);
            awaitAtMost(0, "workers", this::workers);
            awaitAtMost(threads, "threads", ReconnectTest::platformThreads);
            awaitAtMost(files, "open files", ReconnectTest::openFiles);
            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    /** One client's visit: in full, or ended in one of the ways in which clients end. */
    private static void visit(Rig rig, int i) {
        try (Gdb13 gdb = rig.connect()) {
            switch (i % 40) {
                case 0 -> {
                    gdb.attach();
                    assertThat(gdb.threads()).hasSize(4);
                }
                case 1 -> {
                    gdb.ask("qSupported");
                    gdb.wire().send("vCont;c");
                    rig.server().machine().awaitRunning();
                }
                case 2 -> {
                    gdb.ask("qSupported");
                    gdb.wire().sendRaw("$m2000");
                }
                case 3 -> {
                    gdb.ask("qSupported");
                    gdb.wire().sendRaw(Wire.packet("qXfer:threads:read::0,ffb"));
                }
                case 4 -> assertThat(gdb.ask("D")).isEqualTo("OK");
                default -> assertThat(gdb.ask("qSupported")).endsWith("qXfer:threads:read+");
            }
        }
    }

    /** Waits until a count has come down: connections end a moment after the client has gone. */
    private static void awaitAtMost(long most, String what, LongSupplier count) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (count.getAsLong() > most) {
            assertThat(System.nanoTime())
                    .as("%d %s, %d at first", count.getAsLong(), what, most)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static long platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    /** The sessions' virtual threads: a thread dump is the only thing that lists them. */
    private long workers() {
        try {
            Path dump = folder.resolve("threads" + ++dumps);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (var lines = Files.lines(dump)) {
                return lines.filter(line -> line.contains("\"worker ")).count();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
