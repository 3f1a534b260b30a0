package org.tcbridge.rsp.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.rsp.frame.Ack;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;

final class RecordTest {
    private static final String SESSION = """
            tcbridge record 1 2026-11-21T13:00:00Z
            10 1 gdb> $qSupported
            11 1 server< $qSupported
            12 1 server> $PacketSize=400
            13 1 gdb< $PacketSize=400
            20 1 gdb> $QStartNoAckMode
            21 1 gdb< $OK
            30 1 gdb> $m0,4
            31 1 gdb< %note
            32 1 gdb< $0*"
            40 1 gdb> $vCont;c
            50 1 gdb> ^C
            60 1 gdb< $T02
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("session.rec"), text);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("session.rec");
        List<Frame> frames = List.of(
                Packet.of("m0,4"),
                Packet.of("a\\b\n\u00ff#"),
                Notification.of("Stop:T05"),
                Interrupt.INTERRUPT,
                Ack.RECEIVED);
        try (Recording recording = new Recording(file)) {
            assertThat(recording.session()).isEqualTo(1);
            assertThat(recording.session()).isEqualTo(2);
            frames.forEach(frame -> recording.frame(2, Hop.TO_SERVER, frame));
        }

        List<Entry> entries = RecordFile.read(file).entries();

        assertThat(entries).extracting(Entry::text).startsWith("m0,4", "a\\b\n\u00ff#", "Stop:T05");
        assertThat(entries).extracting(Entry::hop).containsOnly(Hop.TO_SERVER);
        assertThat(entries).extracting(Entry::session).containsOnly(2);
        assertThat(entries).extracting(Entry::isInterrupt).containsExactly(false, false, false, true);
        assertThat(entries).extracting(Entry::line).containsExactly(2, 3, 4, 5);
    }

    @Test
    void aLongPacket() throws IOException {
        Path file = folder.resolve("session.rec");
        String memory = "00\u0001".repeat(100_000);
        try (Recording recording = new Recording(file)) {
            recording.frame(1, Hop.FROM_SERVER, Packet.of(memory));
        }

        assertThat(RecordFile.read(file).entries()).extracting(Entry::text).containsExactly(memory);
    }

    /** More than a chunk, from several threads: all of it, each packet whole, in the order of each thread. */
    @Test
    void manyPacketsFromSeveralThreads() throws Exception {
        Path file = folder.resolve("session.rec");
        String memory = "5a".repeat(2_000);
        int sessions = 3;
        int packets = 400;
        try (Recording recording = new Recording(file)) {
            List<Thread> threads = IntStream.rangeClosed(1, sessions)
                    .mapToObj(session -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < packets; i++) {
                            recording.frame(session, Hop.TO_GDB, Packet.of(memory + i));
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        RecordFile record = RecordFile.read(file);

        for (int session = 1; session <= sessions; session++) {
            assertThat(record.session(session, true))
                    .extracting(Entry::text)
                    .isEqualTo(IntStream.range(0, packets)
                            .mapToObj(i -> memory + i)
                            .toList());
        }
    }

    /** A disk that takes nothing for a while: what fits into memory is written later, and then the record ends, with no gap. */
    @Test
    void aDiskThatIsTooSlow() throws Exception {
        CountDownLatch room = new CountDownLatch(1);
        ByteArrayOutputStream disk = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                try {
                    room.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                super.write(bytes, offset, length);
            }
        };
        String memory = "5a".repeat(50_000);
        Recording recording = new Recording(disk, 1 << 20);
        for (int i = 0; i < 40; i++) {
            recording.frame(1, Hop.TO_GDB, Packet.of(memory + i));
        }
        room.countDown();
        recording.close();
        recording.frame(1, Hop.TO_GDB, Packet.of("late"));

        List<Entry> entries = RecordFile.read(file(disk.toString(StandardCharsets.ISO_8859_1)))
                .entries();

        assertThat(entries).hasSizeBetween(5, 10);
        assertThat(entries)
                .extracting(Entry::text)
                .isEqualTo(IntStream.range(0, entries.size())
                        .mapToObj(i -> memory + i)
                        .toList());
    }

    @Test
    void aLineForPeople() throws IOException {
        RecordFile record = RecordFile.read(file(SESSION));

        assertThat(record.session(1, true))
                .extracting(Entry::readable)
                .contains(
                        "   0.000030 gdb -> m0,4  (read 4 bytes at 0x0)",
                        "   0.000032 gdb <- 000000",
                        "   0.000050 gdb -> \\x03  (interrupt)");
        assertThat(record.session(1, false)).hasSize(2);
    }

    @Test
    void aLineThatMakesNoSense() throws IOException {
        Path other = file("hello\n");
        assertThatThrownBy(() -> RecordFile.read(other))
                .hasMessage(other + ":1: expected 'tcbridge record 1 TIME': no record of tcbridge's");
        Path file = file(SESSION.replace("20 1 gdb>", "20 1 gdb?"));
        assertThatThrownBy(() -> RecordFile.read(file))
                .hasMessage(file + ":6: expected MICROSECONDS SESSION gdb>|gdb<|server>|server< and a packet");
    }

    @Test
    void aLastLineThatIsCutOffIsLeftOut() throws IOException {
        assertThat(RecordFile.read(file(SESSION + "70 1 gd")).entries()).hasSize(12);
    }

    @Test
    void asServerToAClientThatDoesTheSame() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Optional<Replay.Difference>> replay = replay(listener);
            try (ScriptedGdb gdb = ScriptedGdb.connect(listener.getLocalPort())) {
                assertThat(gdb.ask("qSupported")).isEqualTo("PacketSize=400");
                gdb.startNoAckMode();
                gdb.send("m0,4");
                assertThat(gdb.item()).startsWith("%note");
                assertThat(gdb.receive()).isEqualTo("000000");
                gdb.send("vCont;c");
                gdb.interrupt();
                assertThat(gdb.receive()).isEqualTo("T02");
            }
            assertThat(replay.get()).isEmpty();
        }
    }

    @Test
    void asServerToAClientThatDiffers() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Optional<Replay.Difference>> replay = replay(listener);
            try (ScriptedGdb gdb = ScriptedGdb.connect(listener.getLocalPort())) {
                gdb.ask("qSupported");
                gdb.startNoAckMode();
                gdb.send("g");
                gdb.expectEnd();
            }
            assertThat(replay.get().orElseThrow().lines())
                    .containsExactly(
                            "line 8 of the record, packet 5 of 10:",
                            "   0.000010 gdb -> qSupported  (features: 0 of the client's, asks for the server's)",
                            "   0.000013 gdb <- PacketSize=400",
                            "   0.000020 gdb -> QStartNoAckMode  (end acknowledgements)",
                            "   0.000021 gdb <- OK",
                            "expected: m0,4  (read 4 bytes at 0x0)",
                            "got:      g  (read registers)");
        }
    }

    /** With acknowledgements each packet waits for the one before it: a replay does not end before the last one has left. */
    @Test
    void theLastOfSeveralPacketsArrives() throws Exception {
        String record = SESSION.substring(0, SESSION.indexOf('\n') + 1)
                + "10 1 gdb> $qRcmd,68\n11 1 gdb< $O61\n12 1 gdb< $O62\n13 1 gdb< $OK\n";
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FutureTask<Optional<Replay.Difference>> replay = replay(listener, record);
            try (ScriptedGdb gdb = ScriptedGdb.connect(listener.getLocalPort())) {
                assertThat(gdb.ask("qRcmd,68")).isEqualTo("O61");
                assertThat(gdb.receive()).isEqualTo("O62");
                assertThat(gdb.receive()).isEqualTo("OK");
            }
            assertThat(replay.get()).isEmpty();
        }
    }

    private FutureTask<Optional<Replay.Difference>> replay(ServerSocket listener) throws IOException {
        return replay(listener, SESSION);
    }

    private FutureTask<Optional<Replay.Difference>> replay(ServerSocket listener, String record) throws IOException {
        List<Entry> script = RecordFile.read(file(record)).session(1, true);
        FutureTask<Optional<Replay.Difference>> replay =
                new FutureTask<>(() -> Replay.asServer(script).play(listener.accept()));
        Thread.ofVirtual().start(replay);
        return replay;
    }

    @Test
    void asClientToAServer() throws Exception {
        List<Entry> script = RecordFile.read(file(SESSION)).session(1, true);
        for (String memory : List.of("000000", "000001")) {
            try (ScriptedServer server =
                    ScriptedServer.start(connection -> connection.reply(command -> switch (command) {
                        case "qSupported" -> List.of("PacketSize=400");
                        case "QStartNoAckMode" -> List.of("OK");
                        case "m0,4" -> List.of(memory);
                        case "vCont;c" -> List.of();
                        default -> List.of("T02");
                    }))) {
                Optional<Replay.Difference> difference =
                        Replay.asClient(script).play(new Socket(InetAddress.getLoopbackAddress(), server.port()));

                assertThat(difference.map(found -> found.lines().getLast()))
                        .isEqualTo(memory.equals("000000") ? Optional.empty() : Optional.of("got:      000001"));
            }
        }
    }
}
