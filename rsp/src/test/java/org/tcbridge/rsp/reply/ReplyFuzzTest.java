package org.tcbridge.rsp.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.trace.PacketText;

class ReplyFuzzTest {

    private static final ThreadId THREAD = ThreadId.of(1, 0x20000340);

    /** Every reader of a whole reply. */
    private static final List<Function<String, Optional<? extends Reply>>> READERS = List.of(
            text -> Optional.of(Reply.parse(text)),
            StopReply::parse,
            ConsoleOutput::parse,
            ErrorReply::parse,
            FileRequest::parse,
            MemoryReply::parse,
            SymbolRequest::parse,
            ThreadListReply::parse,
            TransferReply::parse,
            text -> Optional.of(SupportedFeatures.parse(text)));

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "OK",
                        "E01",
                        "E.no such register",
                        "S05",
                        "T05thread:p01.01;core:0;",
                        "T0506:0*\";0f:54030010;watch:20000100;thread:2;library:;",
                        "W00;process:a410",
                        "X0b;process:1",
                        "N",
                        "O68656c6c6f0a",
                        "Fopen,20000000/5,0,1b6",
                        "deadbeef",
                        "qSymbol:707843757272656e74544342",
                        "mp1.1,p1.2,p1.-1",
                        "l",
                        "l<?xml version=\"1.0\"?><threads></threads>",
                        "PacketSize=1000;qXfer:features:read+;vContSupported-;QNonStop?;multiprocess+")
                .map(Latin1::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest
    void rendersWhatItParsed(byte[] bytes) {
        String text = Latin1.text(bytes);
        for (Function<String, Optional<? extends Reply>> reader : READERS) {
            Optional<? extends Reply> reply = reader.apply(text);
            if (reply.isPresent()) {
                String wire = reply.get().wire();
                assertThat(reader.apply(wire).equals(reply)).as(wire).isTrue();
                assertThat(wire.length()).isLessThanOrEqualTo(3 * text.length() + 1);
                Packet packet = reply.get().toPacket();
                assertThat(packet.payload()).isEqualTo(wire);
                packet.release();
            }
        }
        assertThat(PacketText.fromServer(text)).matches("[ -~]{0,600}");
        MemoryReply.parse(text)
                .ifPresent(memory ->
                        assertThat(memory.bytes()).hasSize(memory.hex().length() / 2));
        StopReply.parse(text).ifPresent(ReplyFuzzTest::aStopCanBeGivenToAnotherThread);
        featuresCanBeChanged(SupportedFeatures.parse(text));
    }

    private static void aStopCanBeGivenToAnotherThread(StopReply reply) {
        if (reply instanceof StopReply.Stopped stopped) {
            assertThat(stopped.signal()).isBetween(0, 0xff);
            StopReply.Stopped moved = stopped.withThread(THREAD);
            assertThat(moved.thread()).contains(THREAD);
            assertThat(StopReply.parse(moved.wire())).contains(moved);
            assertThat(moved.without(pair -> pair.key().equals("thread")))
                    .isEqualTo(stopped.without(pair -> pair.key().equals("thread")));
            assertThat(stopped.without(pair -> pair.register().isPresent()).pairs())
                    .isSubsetOf(stopped.pairs())
                    .noneMatch(pair -> pair.register().isPresent());
        }
    }

    private static void featuresCanBeChanged(SupportedFeatures features) {
        assertThat(features.packetSize().orElse(0)).isNotNegative();
        SupportedFeatures more = features.with("qXfer:threads:read+");
        assertThat(more.has("qXfer:threads:read")).isTrue();
        assertThat(more.with("qXfer:threads:read+")).isEqualTo(more);
        assertThat(more.without("qXfer:threads:read")).isEqualTo(features.without("qXfer:threads:read"));
    }
}
