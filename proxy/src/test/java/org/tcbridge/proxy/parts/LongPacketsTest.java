package org.tcbridge.proxy.parts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.frame.Packet;

class LongPacketsTest {
    private static LongPackets of(int server) {
        LongPackets packets = new LongPackets();
        packets.offered(server);
        return packets;
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 16276, QEMU and hw_server: four of 4069",
        "2048, 16168, pyOCD",
        "1024, 15952, Black Magic Probe",
        "128, 12928, the least",
        "127, 127, too small to be cut for",
        "0, 0, nonsense",
        "8192, 16330, two",
        "8193, 8193, only one fits",
        "16384, 16384, OpenOCD and J-Link",
        "131104, 131104, more"
    })
    void whatIsOffered(int server, int offered, String who) {
        assertThat(new LongPackets().offered(server)).as(who).isEqualTo(offered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m20000000,200",
                "m0,0",
                "m20000000,2001",
                "m0,7fffffff",
                "m0,fffffffff",
                "m,",
                "m",
                "mzz,800",
                "g",
                "",
                "X0,0:"
            })
    void whatTheServerTakesOrRefusesItself(String command) {
        assertThat(of(1024).of(Packet.of(command))).isEmpty();
    }

    @Test
    void nothingIsCutForAServerThatTakesLongPackets() {
        assertThat(of(16384).of(Packet.of("m0,2001"))).isEmpty();
        assertThat(of(16384).of(Packet.of("X0,5000:" + "a".repeat(0x5000)))).isEmpty();
    }

    /** Answers all parts of a command, in order. */
    private static List<String> parts(Parts parts, String... replies) {
        List<String> sent = new ArrayList<>();
        for (String reply : replies) {
            Packet part = parts.next();
            sent.add(part == null ? "none" : part.command());
            parts.answered(Packet.of(reply));
        }
        assertThat(parts.next()).isNull();
        return sent;
    }

    @Test
    void readsInPartsAreOneReply() {
        Parts parts = of(1024).of(Packet.of("m20000000,500")).orElseThrow();

        assertThat(parts(parts, "01".repeat(512), "02".repeat(512), "03".repeat(256)))
                .containsExactly("m20000000,200", "m20000200,200", "m20000400,100");
        assertThat(parts.reply().payload()).isEqualTo("01".repeat(512) + "02".repeat(512) + "03".repeat(256));
    }

    @ParameterizedTest
    @CsvSource({
        "E01, the server's error",
        "E.no such memory here, with a text",
        "'', not supported",
        "0, half a byte",
        "xx, no digits"
    })
    void aFirstPartThatCannotBeReadIsTheReply(String reply, String what) {
        Parts parts = of(1024).of(Packet.of("m20000000,500")).orElseThrow();

        assertThat(parts(parts, reply)).as(what).containsExactly("m20000000,200");
        assertThat(parts.reply().payload()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({"E01, ''", "'', ''", "0708, 0708", "Ezz, ''"})
    void aLaterPartThatCannotBeReadEndsIt(String reply, String more) {
        Parts parts = of(1024).of(Packet.of("m20000000,500")).orElseThrow();

        assertThat(parts(parts, "01".repeat(512), reply)).containsExactly("m20000000,200", "m20000200,200");
        assertThat(parts.reply().payload()).isEqualTo("01".repeat(512) + more);
    }

    /** GDB manual, node "Overview": {@code 0* } is four zeros. */
    @Test
    void runsAreUndone() {
        Parts parts = of(128).of(Packet.of("m0,60")).orElseThrow();
        Packet first = parts.next();
        assertThat(first).isNotNull();

        parts.answered(Packet.enclosing(new byte[] {'0', '*', '~', '0', '*', (byte) 58}, new byte[0], 0, 0));
        parts.answered(Packet.of("11".repeat(32)));

        assertThat(parts.reply().payload()).isEqualTo("00".repeat(64) + "11".repeat(32));
    }

    @Test
    void anErrorAsLongAsTheBytesIsNone() {
        Parts parts = of(128).of(Packet.of("m0,80")).orElseThrow();
        String error = "E." + "x".repeat(126);

        assertThat(parts(parts, error)).hasSize(1);
        assertThat(parts.reply().payload()).isEqualTo(error);
    }

    @Test
    void writesInPartsAreOneReply() {
        Parts parts = of(128).of(Packet.of("X20000000,c8:" + "a".repeat(200))).orElseThrow();

        assertThat(parts(parts, "OK", "OK"))
                .containsExactly("X20000000,6f:" + "a".repeat(111), "X2000006f,59:" + "a".repeat(89));
        assertThat(parts.reply().payload()).isEqualTo("OK");
    }

    @Test
    void digitsInPartsAreOneReply() {
        Parts parts = of(128).of(Packet.of("M20000000,40:" + "5a".repeat(64))).orElseThrow();

        assertThat(parts(parts, "OK", "OK"))
                .containsExactly("M20000000,37:" + "5a".repeat(55), "M20000037,9:" + "5a".repeat(9));
    }

    @Test
    void flashInPartsIsOneReply() {
        Parts parts =
                of(128).of(Packet.of("vFlashWrite:8000000:" + "a".repeat(150))).orElseThrow();

        assertThat(parts(parts, "OK", "OK"))
                .containsExactly("vFlashWrite:8000000:" + "a".repeat(104), "vFlashWrite:8000068:" + "a".repeat(46));
    }

    @ParameterizedTest
    @ValueSource(strings = {"E01", "", "E.memtype"})
    void aPartThatIsNotWrittenEndsIt(String reply) {
        Parts parts = of(128).of(Packet.of("X20000000,12c:" + "a".repeat(300))).orElseThrow();

        assertThat(parts(parts, "OK", reply)).hasSize(2);
        assertThat(parts.reply().payload()).isEqualTo(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X0,c7:",
                "X0,:",
                "X,c8:",
                "X0,zz:",
                "Xc8:",
                "Mqq,64:",
                "vFlashWrite::",
                "qRcmd,",
                "qSearch:memory:0;10;"
            })
    void whatIsTooLongOtherwiseIsRefused(String head) {
        Packet command = Packet.of(head + "a".repeat(200));
        Parts parts = of(128).of(command).orElseThrow();

        assertThat(parts(parts)).isEmpty();
        assertThat(parts.reply().payload())
                .isEqualTo("E.the GDB server takes packets of 128 bytes, this one has %d".formatted(command.length()));
    }

    /** Whatever is written in whatever packets: the same bytes get to the same places, and no packet is too long. */
    @Test
    void partsAreTheWhole() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            int server = 128 + random.nextInt(1000);
            LongPackets packets = of(server);
            byte[] memory = new byte[random.nextInt(4 * server)];
            random.nextBytes(memory);
            if (random.nextBoolean()) {
                Arrays.fill(memory, (byte) "#$}*a".charAt(random.nextInt(5)));
            }
            String data = new String(memory, StandardCharsets.ISO_8859_1);
            long address = random.nextLong() >>> random.nextInt(64);
            Command command = random.nextInt(3) == 0
                    ? new FlashWrite(address, data)
                    : new WriteMemory(address, data, random.nextBoolean());
            Packet whole = command.toPacket();
            if (whole.length() <= server) {
                assertThat(packets.of(whole)).isEmpty();
                continue;
            }
            Parts parts = packets.of(whole).orElseThrow();
            StringBuilder written = new StringBuilder();
            for (Packet part = parts.next(); part != null; part = parts.next()) {
                assertThat(part.length()).isLessThanOrEqualTo(server);
                assertThat(part.checksumGood()).isTrue();
                Command said = Command.parse(part);
                assertThat(said).hasSameClassAs(command);
                long at = said instanceof WriteMemory w ? w.address() : ((FlashWrite) said).address();
                assertThat(at).isEqualTo(address + written.length());
                written.append(said instanceof WriteMemory w ? w.data() : ((FlashWrite) said).data());
                parts.answered(Packet.of("OK"));
            }
            assertThat(written.toString()).isEqualTo(data);
            assertThat(parts.reply().is("OK")).isTrue();
        }
    }

    @Test
    void partsOfReadsAreTheWhole() {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            int server = 128 + random.nextInt(1000);
            byte[] memory = new byte[server / 2 + 1 + random.nextInt(4 * server)];
            random.nextBytes(memory);
            long address = random.nextLong() >>> random.nextInt(64);
            Parts parts = of(server)
                    .of(new ReadMemory(address, memory.length).toPacket())
                    .orElseThrow();
            int readable = random.nextInt(memory.length + 1) | (random.nextBoolean() ? memory.length : 0);
            int end = Math.min(readable, memory.length);
            for (Packet part = parts.next(); part != null; part = parts.next()) {
                ReadMemory said = (ReadMemory) Command.parse(part);
                assertThat(2 * said.length()).isLessThanOrEqualTo(server);
                int from = (int) (said.address() - address);
                int to = Math.min(end, from + said.length());
                parts.answered(Packet.of(to > from ? HexFormat.of().formatHex(memory, from, to) : "E14"));
            }
            String expected = end == 0 ? "E14" : HexFormat.of().formatHex(memory, 0, end);
            assertThat(parts.reply().payload().toLowerCase(Locale.ROOT)).isEqualTo(expected.toLowerCase(Locale.ROOT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'qXfer:features:read:target.xml:0,3f8f', 'qXfer:features:read:target.xml:0,3fb'",
        "'qXfer:memory-map:read::3fb,3f8f', 'qXfer:memory-map:read::3fb,3fb'",
        "'qXfer:features:read:target.xml:0,3fb', 'qXfer:features:read:target.xml:0,3fb'",
        "'x20000000,3f8f', 'x20000000,3fb'",
        "'x20000000,3f', 'x20000000,3f'",
        "'m20000000,3f', 'm20000000,3f'",
        "'qXfer:siginfo:write::0:aa,3f8f', 'qXfer:siginfo:write::0:aa,3f8f'",
        "'Z0,8000150,3f8f', 'Z0,8000150,3f8f'",
        "'', ''"
    })
    void noMoreIsAskedForThanFits(String command, String sent) {
        assertThat(of(1024).fitting(Packet.of(command)).command()).isEqualTo(sent);
    }
}
