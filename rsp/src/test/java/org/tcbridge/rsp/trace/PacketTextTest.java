package org.tcbridge.rsp.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.frame.Ack;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.frame.Stray;
import org.tcbridge.rsp.kit.LeakRecorder;

@ExtendWith(LeakRecorder.Check.class)
class PacketTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "m20000000,4 | read 4 bytes at 0x20000000",
                "qSymbol:20000abc:7563 | symbol 'uc' at 0x20000abc",
                "qSymbol::7563 | symbol 'uc' is unknown",
                "qRcmd,7265736574 | monitor 'reset'",
                "vCont;s:p1.2;C05:3;c | step thread p1.2, continue with signal 5 thread 3, continue the others",
                "vCont;r8000,8010:1;t | step from 0x8000 to 0x8010 thread 1, stop the others",
                "c8000 | continue at 0x8000",
                "Z2,20000000,4 | set write watchpoint at 0x20000000",
                "z0,8000,2 | remove breakpoint at 0x8000",
                "Hgp1.1 | select thread p1.1 for registers and memory",
                "Hc-1 | select thread -1 for running",
                "P1a=00ff | write register 26",
                "qXfer:features:read:target.xml:0,ffb | read description 'target.xml', 4091 bytes from 0",
                "? | why does the target stand"
            })
    void saysWhatACommandAsksFor(String text, String meaning) {
        assertThat(PacketText.fromClient(text)).isEqualTo(text + "  (" + meaning + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "O48690a | console: 'Hi\\x0a'",
                "qSymbol:7563 | asks for symbol 'uc'",
                "E0e | error",
                "T05thread:p01.01; | stopped by signal 5 in thread p1.1",
                "S02 | stopped by signal 2",
                "W00 | exited with status 0",
                "X09 | terminated by signal 9",
                "N | no thread is left"
            })
    void saysWhatAReplyTells(String text, String meaning) {
        assertThat(PacketText.fromServer(text)).isEqualTo(text + "  (" + meaning + ")");
    }

    @Test
    void plainRepliesAndUnknownCommandsStandAlone() {
        assertThat(PacketText.fromServer("OK")).isEqualTo("OK");
        assertThat(PacketText.fromServer("01000000")).isEqualTo("01000000");
        assertThat(PacketText.fromServer("")).isEqualTo("''  (not supported)");
        assertThat(PacketText.fromClient("vMustReplyEmpty")).isEqualTo("vMustReplyEmpty");
    }

    @Test
    void binaryBytesArePrintableAndLongTextIsCut() {
        assertThat(PacketText.fromClient("X0,3:a\u0003\u00ff")).isEqualTo("X0,3:a\\x03\\xff  (write 3 bytes at 0x0)");
        assertThat(PacketText.fromServer("00".repeat(100))).isEqualTo("0".repeat(120) + "... (200 bytes)");
        assertThat(PacketText.fromServer("0".repeat(120))).isEqualTo("0".repeat(120));
        assertThat(PacketText.printable("\u0001".repeat(120))).isEqualTo("\\x01".repeat(30) + "... (120 bytes)");
    }

    @Test
    void aLongListOfActionsIsCutInItsMeaningToo() {
        assertThat(PacketText.fromClient("vCont;" + "t;".repeat(9) + "c"))
                .isEqualTo("vCont;t;t;t;t;t;t;t;t;t;c"
                        + "  (stop the others, stop the others, stop the others, stop the others and 6 more)");
    }

    @Test
    void framesOfEveryKindHaveALine() {
        assertThat(PacketText.fromClient(Packet.of("g"))).isEqualTo("g  (read registers)");
        assertThat(PacketText.fromServer(Packet.of("OK"))).isEqualTo("OK");
        assertThat(PacketText.fromClient(Interrupt.INTERRUPT)).isEqualTo("\\x03  (interrupt)");
        assertThat(PacketText.fromServer(Ack.RECEIVED)).isEqualTo("+");
        assertThat(PacketText.fromServer(Ack.RESEND)).isEqualTo("-  (send again)");
        assertThat(PacketText.fromServer(new Notification(bytes("%Stop:T05#00"))))
                .isEqualTo("%Stop:T05  (notification)");
        assertThat(PacketText.fromServer(new Stray(bytes("\u0004")))).isEqualTo("\\x04  (no packet)");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
