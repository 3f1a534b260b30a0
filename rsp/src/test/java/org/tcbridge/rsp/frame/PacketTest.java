package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Wire;

@ExtendWith(LeakRecorder.Check.class)
class PacketTest {

    private static Packet raw(String wire) {
        return new Packet(Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1));
    }

    private static String wire(Packet packet) {
        return packet.raw().toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void buildsPacketsWithEscapesAndChecksum() {
        assertThat(wire(Packet.of("OK"))).isEqualTo("$OK#9a");
        assertThat(wire(Packet.of(""))).isEqualTo("$#00");
        assertThat(wire(Packet.of("m0,4"))).isEqualTo("$m0,4#fd");
        assertThat(wire(Packet.of("#$}*"))).isEqualTo("$}\u0003}\u0004}]}\n#62");
        assertThat(wire(Packet.of(new byte[] {(byte) 0xff, 0x23}))).isEqualTo("$\u00ff}\u0003#7f");
    }

    @Test
    void neverRunLengthEncodes() {
        assertThat(wire(Packet.of("00000000"))).isEqualTo("$00000000#80");
    }

    @Test
    void looksAtTheBodyInPlace() {
        Packet packet = raw("$qC#b4");
        assertThat(packet.length()).isEqualTo(2);
        assertThat(packet.byteAt(0)).isEqualTo('q');
        assertThat(packet.startsWith("q")).isTrue();
        assertThat(packet.startsWith("qC")).isTrue();
        assertThat(packet.startsWith("qCR")).isFalse();
        assertThat(packet.startsWith("g")).isFalse();
        assertThat(packet.is("qC")).isTrue();
        assertThat(packet.is("q")).isFalse();
        assertThat(packet.body().toString(StandardCharsets.ISO_8859_1)).isEqualTo("qC");
        assertThatThrownBy(() -> packet.byteAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(raw("$\u00ff#ff").byteAt(0)).isEqualTo(0xff);
    }

    @ParameterizedTest
    @CsvSource({"$OK#9a,true", "$OK#9A,true", "$OK#9b,false", "$OK#8a,false", "$OK#zz,false", "$#00,true", "$#01,false"
    })
    void verifiesTheChecksum(String wire, boolean good) {
        assertThat(raw(wire).checksumGood()).isEqualTo(good);
    }

    @Test
    void checksumIsRightForEveryLengthAndTheLargestBytes() {
        Random random = new Random(3);
        for (int length = 0; length < 300; length++) {
            String body = "\u00ff".repeat(length / 2) + (char) random.nextInt(256) + "x".repeat(length - length / 2);
            String good = Wire.enclose('%', body);
            assertThat(new Notification(raw(good).raw()).checksumGood()).isTrue();
            assertThat(raw(good.replace("%", "$")).checksumGood()).isTrue();
        }
    }

    @Test
    void plainBytesStayBesideThoseThatAreEscaped() {
        for (String payload : List.of("", "a", "#", "a#", "#a", "ab}cd*", "$$ab#c*}")) {
            Packet packet = Packet.of(payload);
            assertThat(packet.wire().toString(StandardCharsets.ISO_8859_1)).isEqualTo(Wire.packet(payload));
            packet.release();
        }
    }

    @Test
    void commandsKnowNoRunLength() {
        assertThat(raw("$X0,2:a* }]#00").command()).isEqualTo("X0,2:a* }");
    }

    @Test
    void repliesAreRunLengthDecoded() {
        assertThat(raw("$0* #00").payload()).isEqualTo("0000");
        assertThat(raw("$a0*\"bc#00").payload()).isEqualTo("a000000bc");
        assertThat(raw("$x*~#00").payload()).isEqualTo("x".repeat(98));
    }

    @Test
    void runsOfTheFewestAndTheMostAndAfterAnEscape() {
        assertThat(raw("$0*\u001d#00").payload()).as("a count of zero").isEqualTo("0");
        assertThat(raw("$}\u0003* #00").payload())
                .as("the unescaped byte repeats")
                .isEqualTo("####");
        assertThat(raw("$0* * #00").payload()).as("a run goes on").isEqualTo("0000000");
    }

    @Test
    void encodingsThatAreCutOffStandForThemselves() {
        assertThat(raw("$*#00").payload()).isEqualTo("*");
        assertThat(raw("$* a#00").payload()).isEqualTo("* a");
        assertThat(raw("$a*#00").payload()).isEqualTo("a*");
        assertThat(raw("$a}#00").payload()).isEqualTo("a}");
        assertThat(raw("$a*\u0001#00").payload()).isEqualTo("a*\u0001");
    }

    @Test
    void everyRunThatAServerMaySendIsDecoded() {
        for (int count = 3; count <= 97; count++) {
            char letter = (char) (count + 29);
            if ("#$+-".indexOf(letter) < 0) {
                assertThat(raw(Wire.enclose('$', "k*" + letter)).payload()).isEqualTo("k" + "k".repeat(count));
            }
        }
    }

    @Test
    void randomBytesRoundTrip() {
        Random random = new Random(4);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            Packet packet = Packet.of(bytes);
            assertThat(packet.payloadBytes()).isEqualTo(bytes);
            assertThat(wire(packet)).isEqualTo(Wire.packet(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void runsThatMakeTooMuchOfAPacketAreRefused() {
        Packet packet = raw("$x" + "*~".repeat(400_000) + "#00");
        assertThatThrownBy(packet::payload)
                .isInstanceOf(TooLongFrameException.class)
                .hasMessage("packet of 800001 bytes has runs of over 33554432");
        assertThat(packet.command()).hasSize(800_001);
    }

    @Test
    void isReadableInMessages() {
        Packet packet = raw("$OK#9a");
        assertThat(packet).hasToString("Packet($OK#9a)");
        packet.retain().release();
        packet.release();
        assertThat(packet).hasToString("Packet(released)");
    }
}
