package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** gdb's packets may be longer than the server's: that gets them in parts. */
@ExtendWith(LeakRecorder.Check.class)
class LongCommandsTest {
    private static final String SMALL = "PacketSize=80;qXfer:features:read+;vContSupported+";

    private static Rig rig() {
        return Rig.simple(Quirks.features(SMALL), Quirks.limitsReads(0x80));
    }

    private static Gdb13 attach(Rig rig) {
        Gdb13 gdb = rig.attach();
        rig.server().forget();
        return gdb;
    }

    @Test
    void gdbIsToldOfMoreThanTheServerTakes() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.packetSize()).isEqualTo(128 * (128 - 27));
            gdb.ask("qRcmd," + Hex.ofText("tcbridge status"));
            assertThat(gdb.console().stream().map(Hex::parseText))
                    .anyMatch(line -> line.matches(
                            "packet size +128 bytes; gdb's may have 12928, which the server gets in parts\n"));
        }
    }

    @Test
    void withoutTasksItIsToldWhatTheServerSays() {
        try (Rig rig = Rig.plain(Firmware.described(), Rig.with(Quirks.features(SMALL)))) {
            assertThat(attach(rig).packetSize()).isEqualTo(128);
        }
    }

    /** As LLDB 14 introduces itself. */
    @Test
    void otherClientsAreToldWhatTheServerSays() {
        try (Rig rig = rig()) {
            assertThat(rig.connect()
                            .ask("qSupported:xmlRegisters=i386,arm,mips,arc;multiprocess+;fork-events+;vfork-events+"))
                    .startsWith("PacketSize=80;");
        }
    }

    @Test
    void whereTheServerDoesNotSayNothingIsSaid() {
        try (Rig rig = Rig.simple(Quirks.features("qXfer:features:read+;vContSupported+"))) {
            Gdb13 gdb = attach(rig);

            assertThat(gdb.features()).doesNotContainKey("PacketSize");
            assertThat(gdb.ask("m20000000,100")).hasSize(512);
            assertThat(rig.server().commands()).containsExactly("m20000000,100");
        }
    }

    @Test
    void memoryGoesThereAndBack() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            String bytes = "abcdefgh".repeat(32);

            assertThat(gdb.ask("X20000000,100:" + bytes)).isEqualTo("OK");
            String read = gdb.ask("m20000000,100");

            assertThat(read).isEqualTo("6162636465666768".repeat(32));
            assertThat(rig.server().commands())
                    .containsExactly(
                            "X20000000,6f:" + bytes.substring(0, 0x6f),
                            "X2000006f,6f:" + bytes.substring(0x6f, 0xde),
                            "X200000de,22:" + bytes.substring(0xde),
                            "m20000000,40",
                            "m20000040,40",
                            "m20000080,40",
                            "m200000c0,40");
        }
    }

    @Test
    void whatWasReadBeforeItIsReadAnew() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.threads();
            gdb.ask("X20000f00,100:" + "a".repeat(256));
            rig.server().forget();

            gdb.threads();

            assertThat(rig.server().count("m.*")).isPositive();
        }
    }

    @Test
    void memoryThatEndsIsReadToItsEnd() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            long size = 0x2000_0000L;
            while (rig.server().machine().read(size, 0x40).isPresent()) {
                size += 0x40;
            }

            assertThat(gdb.ask("m%x,100".formatted(size - 0x80))).hasSize(0x100);
            assertThat(gdb.ask("m%x,100".formatted(size))).isEqualTo("E14");
        }
    }

    @Test
    void commandsWithoutWaitingAreAnsweredInTheirOrder() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("m20000000,60");
            gdb.wire().send("m20000000,2");
            gdb.wire().send("qSearch:memory:20000000;10;" + "a".repeat(179));
            gdb.wire().send("X20000000,80:" + "a".repeat(128));
            gdb.wire().send("T1");
            gdb.wire().send("m20000000,4");

            assertThat(gdb.receive()).hasSize(0xc0);
            assertThat(gdb.receive()).hasSize(4);
            assertThat(gdb.receive()).isEqualTo("E.the GDB server takes packets of 128 bytes, this one has 206");
            assertThat(gdb.receive()).isEqualTo("OK");
            assertThat(gdb.receive()).isEqualTo("OK");
            assertThat(gdb.receive()).isEqualTo("61616161");
        }
    }

    /** gdb gives up after two seconds without a word. */
    @Test
    void aSlowServerIsWaitedFor() {
        Quirk slow = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.startsWith("X2")) {
                    pause(Rig.SHORT.sign().toMillis());
                }
                return Optional.empty();
            }
        };
        try (Rig rig = Rig.impatient(Quirks.features(SMALL), slow)) {
            Gdb13 gdb = attach(rig);

            int before = gdb.notifications().size();

            assertThat(gdb.ask("X20000000,100:" + "a".repeat(256))).isEqualTo("OK");

            assertThat(gdb.notifications().subList(before, gdb.notifications().size()))
                    .containsExactly("tcbridge_keepalive:00", "tcbridge_keepalive:00");
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatGoesAmidItEndsTheSession() {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            rig.server().hangUpAfter(command -> command.startsWith("m20000040"));
            gdb.wire().send("m20000000,100");

            gdb.wire().expectEnd();
        }
    }

    @Test
    void aClientThatGoesAmidItLeavesNothingBehind() throws InterruptedException {
        try (Rig rig = rig()) {
            Gdb13 gdb = attach(rig);
            rig.server().hold(command -> command.startsWith("m20000040"));
            gdb.wire().send("m20000000,100");
            rig.server().awaitHeld();

            gdb.close();
            rig.server().release();

            assertThat(attach(rig).ask("m20000000,2")).isEqualTo("0000");
        }
    }

    /** The client has sent its next command during an earlier part. */
    @Test
    void aServerThatFallsSilentAmidItKeepsNobodyForEver() {
        Quirk silent = new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                if (command.startsWith("m20000000,4")) {
                    pause(Rig.SHORT.client().toMillis() / 2);
                }
                return command.startsWith("m20000040") ? Optional.of(List.of()) : Optional.empty();
            }
        };
        try (Rig rig = Rig.impatient(Quirks.features(SMALL), silent)) {
            Gdb13 gdb = attach(rig);
            gdb.wire().send("m20000000,100");
            gdb.wire().send("m20000000,2");

            assertThat(gdb.receive()).isEqualTo("0000");
            assertThat(rig.server().commands()).containsExactly("m20000000,40", "m20000040,40", "m20000000,2");
        }
    }
}
