package org.tcbridge.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadBinaryMemory;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.reply.MemoryReply;
import org.tcbridge.rsp.reply.SupportedFeatures;
import org.tcbridge.rsp.serve.ImageServer;

/** Reads of many packets, with an image server: 64 KiB from 0x10000 up, and nothing else. */
final class BulkMemoryTest {
    private static final int START = 0x10000;
    private static final String HEX = "PacketSize=400";
    private static final String BINARY = "PacketSize=400;binary-upload+";

    private final byte[] memory = new byte[0x10000];
    private ImageServer server;
    private GdbClient client;

    @SuppressWarnings("NullAway.Init")
    BulkMemoryTest() throws IOException {
        for (int i = 0; i < memory.length; i++) {
            memory[i] = (byte) (i * 31 + (i >> 8)); // all values, those that are escaped too
        }
        server = ImageServer.builder()
                .packetSize(0x400)
                .region(START, memory)
                .thread(ThreadId.of(1), "00".repeat(68))
                .start();
        client = new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        server.close();
    }

    private BulkMemory memory(String features) {
        return new BulkMemory(client, SupportedFeatures.parse(features));
    }

    private byte[] part(int from, int length) {
        return java.util.Arrays.copyOfRange(memory, from, from + length);
    }

    @Test
    void packetsAreAsLargeAsTheServerTakesThem() throws Exception {
        assertThat(memory(HEX).read(START + 5, 1100)).isEqualTo(part(5, 1100));

        assertThat(server.commands())
                .containsExactly(
                        new ReadMemory(START + 5, 512),
                        new ReadMemory(START + 517, 512),
                        new ReadMemory(START + 1029, 76));
    }

    @Test
    void inBinaryWhereTheServerOffersIt() throws Exception {
        assertThat(memory(BINARY).read(START, memory.length)).isEqualTo(memory);

        assertThat(server.commands()).hasSize(65).allMatch(ReadBinaryMemory.class::isInstance);
        assertThat(server.commands().getFirst()).isEqualTo(new ReadBinaryMemory(START, 1016));
    }

    /** The last 100 bytes of 1100 are not there: what was asked for ahead is not taken for the reply to what comes next. */
    @Test
    void aReadThatFailsLeavesNothingBehind() throws Exception {
        int end = START + memory.length;
        for (String features : List.of(HEX, BINARY)) {
            BulkMemory memory = memory(features);
            assertThatThrownBy(() -> memory.read(end - 1000, 3000))
                    .isInstanceOf(MemoryException.class)
                    .hasMessageMatching("memory 0x1fe18, 512 bytes: the server answered 'E0e'|"
                            + "memory 0x1fc18, 1016 bytes: the server answered 'E0e'");

            assertThat(memory.read(START + 16, 8)).isEqualTo(part(16, 8));
        }
    }

    /** The server has been asked for what comes next before the one who reads it says so. */
    @Test
    void readsOnBehindWhatWasRead() throws Exception {
        BulkMemory memory = memory(HEX);

        assertThat(memory.read(START, 600, 700)).isEqualTo(part(0, 600));
        assertThat(memory.read(START + 600, 700)).isEqualTo(part(600, 700));

        assertThat(server.commands())
                .containsExactly(
                        new ReadMemory(START, 512),
                        new ReadMemory(START + 512, 88),
                        new ReadMemory(START + 600, 512),
                        new ReadMemory(START + 1112, 188));
    }

    @Test
    void whatWasReadOnForNothingIsNotTakenForAnotherRead() throws Exception {
        BulkMemory memory = memory(HEX);

        memory.read(START, 100, 100);
        assertThat(memory.read(START + 1000, 100, 100)).isEqualTo(part(1000, 100));
        assertThat(memory.read(START + 1100, 50)).isEqualTo(part(1100, 50));
    }

    /** The last bytes are refused, and what was asked for behind them is not there either. */
    @Test
    void aReadThatFailsDoesNotReadOn() throws Exception {
        int end = START + memory.length;
        for (String features : List.of(HEX, BINARY)) {
            BulkMemory memory = memory(features);
            assertThatThrownBy(() -> memory.read(end - 8, 16, 16)).isInstanceOf(MemoryException.class);

            assertThat(memory.read(end - 16, 16)).isEqualTo(part(this.memory.length - 16, 16));
        }
    }

    @Test
    void aServerThatGoes() throws Exception {
        BulkMemory memory = memory(HEX);
        memory.read(START, 8);
        server.close();

        assertThatThrownBy(() -> memory.read(START, 8))
                .isInstanceOf(MemoryException.class)
                .hasCauseInstanceOf(LinkException.class);
    }

    /** Memory that is read in binary and gives no byte would never end. */
    @Test
    void aServerThatGivesNothing() throws Exception {
        try (ScriptedServer nothing = ScriptedServer.replying(command -> List.of("b"));
                GdbClient own =
                        new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), nothing.port()))) {
            BulkMemory bulk = new BulkMemory(own, SupportedFeatures.parse(BINARY));

            assertThatThrownBy(() -> bulk.read(START, 8))
                    .isInstanceOf(MemoryException.class)
                    .hasMessage("memory 0x10000, 8 bytes: the server answered 'b'");
        }
    }

    /** A server that gives 300 bytes whatever it is asked for: what is missing is asked for again, and from the second time on no more than that. */
    @Test
    void aServerThatGivesLess() throws Exception {
        try (ScriptedServer less = ScriptedServer.replying(command -> {
                    ReadMemory read = (ReadMemory) Command.parse(Packet.of(command));
                    byte[] given = part((int) read.address() - START, Math.min(300, read.length()));
                    return List.of(MemoryReply.of(given).wire());
                });
                GdbClient own = new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), less.port()))) {
            BulkMemory bulk = new BulkMemory(own, SupportedFeatures.parse(HEX));

            assertThat(bulk.read(START, 1100)).isEqualTo(part(0, 1100));
            assertThat(less.commands())
                    .containsExactly("m10000,200", "m10200,200", "m1012c,200", "m1032c,120", "m10258,12c", "m10384,c8");
        }
    }

    /** A server that gives what there is before the end of memory: what lies elsewhere is still read in large packets. */
    @Test
    void aServerWhoseMemoryEnds() throws Exception {
        int end = START + 0x1000;
        try (ScriptedServer ending = ScriptedServer.replying(command -> {
                    ReadMemory read = (ReadMemory) Command.parse(Packet.of(command));
                    int length = (int) Math.min(end - read.address(), read.length());
                    return List.of(
                            length <= 0
                                    ? "E14"
                                    : MemoryReply.of(part((int) read.address() - START, length))
                                            .wire());
                });
                GdbClient own = new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), ending.port()))) {
            BulkMemory bulk = new BulkMemory(own, SupportedFeatures.parse(HEX));

            assertThatThrownBy(() -> bulk.read(end - 4, 16)).isInstanceOf(MemoryException.class);
            assertThat(bulk.read(START, 1024)).isEqualTo(part(0, 1024));

            assertThat(ending.commands()).containsExactly("m10ffc,10", "m11000,c", "m10000,200", "m10200,200");
        }
    }
}
