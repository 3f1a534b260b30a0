package org.tcbridge.rsp.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.trace.PacketText;

class CommandFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "qSupported:multiprocess+;xmlRegisters=i386;vContSupported+",
                        "qSymbol::",
                        "qSymbol:20000100:707843757272656e74544342",
                        "QNonStop:0",
                        "qXfer:features:read:target.xml:0,ffb",
                        "qRcmd,746362726964676520737461747573",
                        "qXfer:threads:read::0,1000",
                        "qThreadExtraInfo,p1.20000340",
                        "Tp1.2",
                        "Hg-1",
                        "Hcp1.0",
                        "G00112233",
                        "p19",
                        "Pf=00000020",
                        "mffffffffffffffff,4",
                        "x20000000,0",
                        "M20000000,4:deadbeef",
                        "X20000000,3:\u0000}\u00ff",
                        "qCRC:0,ffffffffffffffff",
                        "qSearch:memory:20000000;400;needle",
                        "vFlashWrite:0:\u0001\u0002",
                        "Z0,10000354,2;X2,2200",
                        "z4,20000000,8",
                        "vCont;s:p1.1;C0b:p1.-1;r8000,8010:2;t:3;c",
                        "C0b;10000000",
                        "D;1",
                        "vKill;a410",
                        "vRun;2f62696e2f6c73;2d6c",
                        "R00")
                .map(Latin1::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest
    void rendersWhatItParsed(byte[] bytes) {
        String text = Latin1.text(bytes);
        Command command = CommandTable.STANDARD.parse(text);
        String wire = command.wire();

        assertThat(CommandTable.STANDARD.parse(wire)).isEqualTo(command);
        assertThat(wire.length()).isLessThanOrEqualTo(3 * text.length());
        if (command instanceof Opaque) {
            assertThat(wire).isEqualTo(text);
        }
        assertThat(PacketText.fromClient(text)).matches("[ -~]{0,600}");
        Packet packet = command.toPacket();
        try {
            Class<? extends Command> type = CommandTable.STANDARD.type(packet);
            assertThat(command).isInstanceOfAny(type, Opaque.class);
            assertThat(Command.parse(packet)).isEqualTo(command);
        } finally {
            packet.release();
        }
    }
}
