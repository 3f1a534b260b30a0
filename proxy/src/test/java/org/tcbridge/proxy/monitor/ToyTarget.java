package org.tcbridge.proxy.monitor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.serve.ImageServer;
import org.tcbridge.rsp.serve.ImageServerBuilder;

/** A toy kernel behind an image server, and sessions with it. RAM is 0x1000 to 0x8000; stacks lie from 0x2000 up, 256 bytes each. */
abstract class ToyTarget {
    static final long RAM = 0x1000;
    static final byte FILL = (byte) 0xa5;
    static final OptionalLong UNKNOWN = OptionalLong.empty();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    final byte[] ram = new byte[0x7000];
    final ToyKernel kernel = new ToyKernel();
    final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    long liveSp = 0x20c0;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    ImageServer server() {
        ImageServerBuilder builder = ImageServer.builder();
        String g = "00000000".repeat(3) + hex(liveSp) + hex(0x4000);
        ImageServer server =
                builder.region(RAM, ram).thread(ThreadId.of(1, 1), g).start();
        open.add(server);
        return server;
    }

    ToySession session(ImageServer server, List<Rtos> rtoses, LogControl log) {
        ToySession session = new ToySession(server.port(), rtoses, log, folder);
        open.add(session);
        return session;
    }

    ToySession session() {
        return session(server(), List.of(kernel), LogControl.FIXED);
    }

    static String hex(long word) {
        return Hex.ofBytes(ToyKernel.MODEL.bytes(word, 4));
    }

    void poke(long address, long word) {
        System.arraycopy(ToyKernel.MODEL.bytes(word, 4), 0, ram, (int) (address - RAM), 4);
    }

    /** Fills a stack below a pointer and puts a frame at it: r0, pc, padding. */
    void stack(long start, long untouched, long sp) {
        Arrays.fill(ram, (int) (start - RAM), (int) (start + untouched - RAM), FILL);
        poke(sp, 0x11223344);
        poke(sp + 4, 0x4001);
    }

    void threeTasks() {
        poke(ToyKernel.RUNNING, 0xa0);
        poke(ToyKernel.VERSION, 7);
        kernel.task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        kernel.task(0xb0, "sensor", TaskState.BLOCKED, "until tick 9", 0x21c0, address(0x2100), address(0x2200));
        kernel.task(0xc0, "spare", TaskState.SUSPENDED, "", 0x22a0, address(0x2200), UNKNOWN);
        stack(0x2000, 0x80, 0x20f0);
        stack(0x2100, 0x40, 0x21c0);
        stack(0x2200, 0x62, 0x22a0);
    }

    static OptionalLong address(long address) {
        return OptionalLong.of(address);
    }
}
