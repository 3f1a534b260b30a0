package org.tcbridge.rsp.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.frame.Packet;

class ReplyTest {

    @Test
    void tellsApartWhatAnyCommandMayBeAnsweredWith() {
        assertThat(Reply.parse("OK")).isEqualTo(new OkReply());
        assertThat(Reply.parse("")).isEqualTo(new EmptyReply());
        assertThat(Reply.parse("E0e")).isEqualTo(new ErrorReply("0e"));
        assertThat(Reply.parse("E.no such\nthing")).isEqualTo(new ErrorReply(".no such\nthing"));
        assertThat(Reply.parse("E01f")).isEqualTo(new Content("E01f"));
        assertThat(Reply.parse("01020304")).isEqualTo(new Content("01020304"));
        assertThat(Reply.parse(new Packet(Unpooled.copiedBuffer("$0* #5a", StandardCharsets.ISO_8859_1))))
                .isEqualTo(new Content("0000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "", "E01", "E.text", "anything"})
    void rendersWhatItRead(String text) {
        assertThat(Reply.parse(text).wire()).isEqualTo(text);
        assertThat(Reply.parse(text).toPacket().payload()).isEqualTo(text);
    }

    @Test
    void errorsHaveOneOfTwoForms() {
        assertThat(ErrorReply.of(14).wire()).isEqualTo("E0e");
        assertThat(ErrorReply.parse("E1")).isEmpty();
        assertThat(ErrorReply.parse("Exx")).isEmpty();
        assertThatThrownBy(() -> new ErrorReply("1")).hasMessage("'1' is neither two digits nor '.' and a text");
    }

    @Test
    void consoleOutputIsNotOk() {
        assertThat(ConsoleOutput.parse("O48690a")).contains(new ConsoleOutput("Hi\n"));
        assertThat(ConsoleOutput.parse("O")).contains(new ConsoleOutput(""));
        assertThat(ConsoleOutput.parse("OK")).isEmpty();
        assertThat(ConsoleOutput.parse("O1")).isEmpty();
        assertThat(new ConsoleOutput("\u00ff").wire()).isEqualTo("Off");
    }

    @Test
    void fileRequestsAreNotRepliesToFileCommands() {
        assertThat(FileRequest.parse("Fwrite,1,20000000,5")).contains(new FileRequest("write,1,20000000,5"));
        assertThat(FileRequest.parse("Fgettimeofday,0,0").orElseThrow().wire()).isEqualTo("Fgettimeofday,0,0");
        assertThat(FileRequest.parse("F0")).isEmpty();
        assertThat(FileRequest.parse("F-1,2")).isEmpty();
        assertThat(FileRequest.parse("Fc,1")).isEmpty();
    }

    @Test
    void memoryIsAnEvenNumberOfDigits() {
        assertThat(MemoryReply.parse("00fF").orElseThrow().bytes()).containsExactly(0, 0xff);
        assertThat(MemoryReply.parse("E01")).isEmpty();
        assertThat(MemoryReply.parse("")).isEmpty();
        assertThat(MemoryReply.parse("xxxx")).isEmpty();
        assertThat(MemoryReply.of(new byte[] {1, -1}).wire()).isEqualTo("01ff");
        assertThat(MemoryReply.bytes(packet("00fF"))).contains(new byte[] {0, (byte) 0xff});
        assertThat(MemoryReply.bytes(packet("0*\"a1"))).contains(new byte[] {0, 0, 0, (byte) 0xa1});
        assertThat(MemoryReply.bytes(packet("E01"))).isEmpty();
        assertThat(MemoryReply.bytes(packet(""))).isEmpty();
    }

    @Test
    void memoryInBinary() {
        assertThat(BinaryMemoryReply.bytes(packet("bE01"))).contains(new byte[] {'E', '0', '1'});
        assertThat(BinaryMemoryReply.bytes(packet("b}\3}]x}"))).contains(new byte[] {'#', '}', 'x', '}'});
        assertThat(BinaryMemoryReply.bytes(packet("ba*\"b"))).contains(new byte[] {'a', 'a', 'a', 'a', 'a', 'a', 'b'});
        assertThat(BinaryMemoryReply.bytes(packet("b"))).isEmpty();
        assertThat(BinaryMemoryReply.bytes(packet("E01"))).isEmpty();
        assertThat(BinaryMemoryReply.bytes(packet(""))).isEmpty();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(BinaryMemoryReply.bytes(BinaryMemoryReply.of(all).toPacket()))
                .contains(all);
    }

    /** A reply as it stands on the wire. */
    private static Packet packet(String body) {
        return new Packet(Unpooled.copiedBuffer("$" + body + "#00", StandardCharsets.ISO_8859_1));
    }

    @Test
    void threadListsComeInParts() {
        assertThat(ThreadListReply.parse("mp01.01,p01.02"))
                .contains(new ThreadListReply(List.of(ThreadId.of(1, 1), ThreadId.of(1, 2))));
        assertThat(ThreadListReply.parse("l")).contains(new ThreadListReply(List.of()));
        assertThat(ThreadListReply.parse("")).isEmpty();
        assertThat(ThreadListReply.parse("m")).isEmpty();
        assertThat(ThreadListReply.parse("mx")).isEmpty();
        assertThat(new ThreadListReply(List.of(ThreadId.of(1), ThreadId.of(0x1f))).wire())
                .isEqualTo("m1,1f");
        assertThat(new ThreadListReply(List.of()).wire()).isEqualTo("l");
    }

    @Test
    void symbolRequestsHaveAName() {
        assertThat(SymbolRequest.parse("qSymbol:7563")).contains(new SymbolRequest("uc"));
        assertThat(SymbolRequest.parse("qSymbol:")).isEmpty();
        assertThat(SymbolRequest.parse("OK")).isEmpty();
        assertThat(new SymbolRequest("pxCurrentTCB").wire()).isEqualTo("qSymbol:707843757272656e74544342");
    }

    @Test
    void documentsArePaged() {
        byte[] document = "0123456789".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TransferReply.page(document, 0, 4).wire()).isEqualTo("m0123");
        assertThat(TransferReply.page(document, 4, 5).wire()).isEqualTo("m45678");
        assertThat(TransferReply.page(document, 9, 5).wire()).isEqualTo("l9");
        assertThat(TransferReply.page(document, 0, 10).wire()).isEqualTo("l0123456789");
        assertThat(TransferReply.page(document, 10, 5).wire()).isEqualTo("l");
        assertThat(TransferReply.page(document, 11, 5).wire()).isEqualTo("l");
        assertThat(TransferReply.page(document, Integer.MAX_VALUE, Integer.MAX_VALUE)
                        .wire())
                .isEqualTo("l");
        assertThat(TransferReply.parse("mabc")).contains(new TransferReply(false, "abc"));
        assertThat(TransferReply.parse("l")).contains(new TransferReply(true, ""));
        assertThat(TransferReply.parse("E00")).isEmpty();
        assertThat(TransferReply.parse("")).isEmpty();
    }

    @Test
    void featuresKeepTheirOrder() {
        SupportedFeatures features =
                SupportedFeatures.parse("PacketSize=3fff;QNonStop+;qXfer:threads:read-;multiprocess+;;odd?");
        assertThat(features.packetSize()).isEqualTo(OptionalInt.of(0x3fff));
        assertThat(features.has("QNonStop")).isTrue();
        assertThat(features.has("qXfer:threads:read")).isFalse();
        assertThat(features.value("PacketSize")).contains("3fff");
        assertThat(features.value("multiprocess")).isEmpty();
        assertThat(features.with("qXfer:threads:read+").wire())
                .isEqualTo("PacketSize=3fff;QNonStop+;qXfer:threads:read+;multiprocess+;odd?");
        assertThat(features.without("QNonStop")
                        .without("odd")
                        .with("QStartNoAckMode+")
                        .wire())
                .isEqualTo("PacketSize=3fff;qXfer:threads:read-;multiprocess+;QStartNoAckMode+");
        assertThat(features.with("PacketSize=1000").packetSize()).isEqualTo(OptionalInt.of(0x1000));
    }

    @Test
    void aServerMayNameNoFeatures() {
        assertThat(SupportedFeatures.parse("").items()).isEmpty();
        assertThat(SupportedFeatures.parse("").packetSize()).isEmpty();
        assertThat(SupportedFeatures.parse("PacketSize=zz").packetSize()).isEmpty();
        assertThat(SupportedFeatures.parse("").with("a+").wire()).isEqualTo("a+");
    }
}
