package org.tcbridge.rsp.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.reply.StopReply;

@ExtendWith(LeakRecorder.Check.class)
class ImageServerTest {

    private static final ThreadId FIRST = ThreadId.of(1, 1);
    private static final ThreadId SECOND = ThreadId.of(1, 2);

    private static ImageServerBuilder image() {
        return ImageServer.builder()
                .region(0x1000, new byte[] {1, 2, 3, 4})
                .region(0x1004, new byte[] {5, 6})
                .region(-4, new byte[] {7, 8, 9, 10})
                .thread(FIRST, "0000000011111111", Map.of(26, "cafe"))
                .thread(SECOND, "2222222233333333");
    }

    @Test
    void agreesOnFeaturesAndDropsAcknowledgements() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("qSupported:multiprocess+;swbreak+"))
                    .isEqualTo("PacketSize=1000;vContSupported+;binary-upload+;multiprocess+;QStartNoAckMode+");
            gdb.startNoAckMode();
            gdb.sendRaw("$?#00");
            gdb.expectRaw("$T05thread:p1.1;#a6");
        }
    }

    @Test
    void refusesADamagedPacketAndSendsAgainWhenAsked() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            gdb.sendRaw("$g#00");
            gdb.expectRaw("-");
            gdb.sendRaw("$qC#b4");
            gdb.expectRaw("+$QC1#c5");
            gdb.sendRaw("-");
            gdb.expectRaw("$QC1#c5");
        }
    }

    @Test
    void readsMemoryAcrossRegionsAndFailsOutside() {
        try (ImageServer server = image().packetSize(8).start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("m1002,4")).isEqualTo("03040506");
            assertThat(gdb.ask("mfffffffffffffffc,4")).isEqualTo("0708090a");
            assertThat(gdb.ask("m1004,3")).isEqualTo("E0e");
            assertThat(gdb.ask("mfff,1")).isEqualTo("E0e");
            assertThat(gdb.ask("m1000,5")).as("more than half a packet").isEqualTo("E16");
            assertThat(server.count(ReadMemory.class)).isEqualTo(5);
            assertThat(server.commands()).startsWith(new ReadMemory(0x1002, 4));
        }
    }

    @Test
    void writesMemoryAndRemembersIt() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("M1003,2:aabb")).isEqualTo("OK");
            assertThat(gdb.ask("X1000,2:#}")).isEqualTo("OK");
            assertThat(gdb.ask("X1000,0:")).isEqualTo("OK");
            assertThat(gdb.ask("M1005,2:ffff")).isEqualTo("E0e");
            assertThat(gdb.ask("m1000,6")).isEqualTo("237d03aabb06");
            assertThat(server.memoryWrites())
                    .containsExactly(
                            new ImageServer.MemoryWrite(0x1003, "aabb"), new ImageServer.MemoryWrite(0x1000, "237d"));
            server.poke(0x1000, new byte[] {0x55});
            assertThat(gdb.ask("m1000,1")).isEqualTo("55");
            assertThat(server.peek(0x1000, 2).orElseThrow()).containsExactly(0x55, 0x7d);
            assertThatThrownBy(() -> server.poke(0x2000, new byte[1]))
                    .hasMessage("the image does not hold 1 bytes at 0x2000");
        }
    }

    @Test
    void readsAndWritesTheSelectedThreadsRegisters() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("g")).isEqualTo("0000000011111111");
            assertThat(gdb.ask("p1a")).isEqualTo("cafe");
            assertThat(gdb.ask("Hg2")).isEqualTo("OK");
            assertThat(gdb.ask("p1")).isEqualTo("33333333");
            assertThat(gdb.ask("p1a")).isEqualTo("E01");
            assertThat(gdb.ask("P0=44444444")).isEqualTo("OK");
            assertThat(gdb.ask("P0=44")).isEqualTo("E01");
            assertThat(gdb.ask("G00")).isEqualTo("E01");
            assertThat(gdb.ask("g")).isEqualTo("4444444433333333");
            assertThat(gdb.ask("Hg0")).isEqualTo("OK");
            assertThat(gdb.ask("P1a=babe")).isEqualTo("OK");
            assertThat(gdb.ask("p1a")).isEqualTo("babe");
            assertThat(gdb.ask("G5555555566666666")).isEqualTo("OK");
            assertThat(gdb.ask("Hg3")).isEqualTo("E01");
            assertThat(server.registerWrites())
                    .containsExactly(
                            new ImageServer.RegisterWrite(SECOND, OptionalInt.of(0), "44444444"),
                            new ImageServer.RegisterWrite(FIRST, OptionalInt.of(26), "babe"),
                            new ImageServer.RegisterWrite(FIRST, OptionalInt.empty(), "5555555566666666"));
            server.forget();
            assertThat(server.registerWrites()).isEmpty();
            assertThat(server.count(ReadRegisters.class)).isZero();
        }
    }

    @Test
    void registersLieAsTheDescriptionSays() {
        String description = "<target><feature name='f'><reg name='a' bitsize='16'/><reg name='pc' bitsize='64'/>"
                + "<reg name='d' bitsize='64'/></feature></target>";
        try (ImageServer server = ImageServer.builder()
                        .thread(ThreadId.of(1), "0102030405060708090a", Map.of(2, "ffffffffffffffff"))
                        .annex("target.xml", description)
                        .start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("qSupported"))
                    .isEqualTo("PacketSize=1000;vContSupported+;binary-upload+;qXfer:features:read+;QStartNoAckMode+");
            assertThat(gdb.ask("p0")).isEqualTo("0102");
            assertThat(gdb.ask("p1")).isEqualTo("030405060708090a");
            assertThat(gdb.ask("p2")).isEqualTo("ffffffffffffffff");
            assertThat(gdb.ask("qXfer:features:read:target.xml:0,8")).isEqualTo("m<target>");
            assertThat(gdb.ask("qXfer:features:read:target.xml:8,1000")).isEqualTo("l" + description.substring(8));
            assertThat(gdb.ask("qXfer:features:read:other.xml:0,8")).isEqualTo("E00");
        }
    }

    @Test
    void tellsTheMemoryMap() {
        String map = "<memory-map><memory type=\"ram\" start=\"0x0\" length=\"0x10\"/></memory-map>";
        try (ImageServer server = image().memoryMap(map).start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("qSupported"))
                    .isEqualTo(
                            "PacketSize=1000;vContSupported+;binary-upload+;qXfer:memory-map:read+;QStartNoAckMode+");
            assertThat(gdb.ask("qXfer:memory-map:read::0,c")).isEqualTo("m<memory-map>");
            assertThat(gdb.ask("qXfer:memory-map:read::c,1000")).isEqualTo("l" + map.substring(12));
            assertThat(gdb.ask("qXfer:memory-map:read::0,")).isEmpty();
        }
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("qXfer:memory-map:read::0,c")).isEmpty();
        }
    }

    @Test
    void endsOnce() {
        ImageServer server = image().start();

        server.close();
        server.close();

        assertThatThrownBy(() -> ScriptedGdb.connect(server.port())).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void listsThreads() {
        try (ImageServer server = image().multiprocess(false).start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("qSupported:multiprocess+"))
                    .isEqualTo("PacketSize=1000;vContSupported+;binary-upload+;QStartNoAckMode+");
            assertThat(gdb.ask("qfThreadInfo")).isEqualTo("m1,2");
            assertThat(gdb.ask("qsThreadInfo")).isEqualTo("l");
            assertThat(gdb.ask("T2")).isEqualTo("OK");
            assertThat(gdb.ask("T3")).isEqualTo("E01");
            assertThat(gdb.ask("?")).isEqualTo("T05thread:1;");
        }
    }

    @Test
    void aStepStopsAtOnceAndAContinueLastsUntilTheInterrupt() {
        List<Motion> motions = new CopyOnWriteArrayList<>();
        try (ImageServer server = image().onResume(motions::add).start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("vCont;s:1;c")).isEqualTo("T05thread:1;");
            gdb.send("vCont;c");
            gdb.interrupt();
            gdb.expect("T02thread:1;");
            gdb.send("c");
            server.stop(new StopReply.Stopped(5, List.of()));
            gdb.expect("S05");
            assertThat(motions).containsExactly(Motion.STEP, Motion.CONTINUE, Motion.CONTINUE);
        }
    }

    @Test
    void aStillImageSaysThatItCannotMove() {
        try (ImageServer server = image().still("a picture").start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("vCont;s:1")).isEqualTo("E.a picture");
            assertThat(gdb.ask("vCont;c")).isEqualTo("E.a picture");
            assertThat(gdb.ask("?")).isEqualTo("T05thread:1;");
        }
    }

    @Test
    void anInterruptWhileStoppedIsIgnored() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            gdb.interrupt();
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
        }
    }

    @Test
    void acceptsBreakpointsAndLeavesUnknownCommandsUnanswered() {
        try (ImageServer server = image().start();
                ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
            assertThat(gdb.ask("Z0,1000,2")).isEqualTo("OK");
            assertThat(gdb.ask("z0,1000,2")).isEqualTo("OK");
            assertThat(gdb.ask("vMustReplyEmpty")).isEmpty();
            assertThat(gdb.ask("qAttached:1")).isEqualTo("1");
            assertThat(server.count(Opaque.class)).isEqualTo(2);
        }
    }

    @Test
    void servesClientsOneAfterAnother() {
        try (ImageServer server =
                image().noAckMode(false).latency(Duration.ofMillis(1)).start()) {
            for (int i = 0; i < 3; i++) {
                try (ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
                    assertThat(gdb.ask("QStartNoAckMode")).isEmpty();
                    assertThat(gdb.ask("D")).isEqualTo("OK");
                }
            }
            try (ScriptedGdb gdb = ScriptedGdb.connect(server.port())) {
                gdb.sendRaw("$k#6b");
                gdb.expectEnd();
            }
        }
    }

    @Test
    void saysWhichAddressIsTaken() {
        try (ImageServer server = image().start()) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            assertThatThrownBy(() -> image().start(taken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot listen on " + taken);
        }
    }

    @Test
    void needsAThreadAndASoundDescription() {
        assertThatThrownBy(() -> ImageServer.builder().start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an image server needs at least one thread");
        assertThatThrownBy(() -> image().annex("target.xml", "<x").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the image's target description: target description 'target.xml' is not readable");
    }
}
