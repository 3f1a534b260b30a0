package org.tcbridge.proxy.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.BlockCache.Range;
import org.tcbridge.core.memory.ReadCost;
import org.tcbridge.rsp.reply.SupportedFeatures;

/** Reads of a server whose replies take a time that the test says, by the test's own clock. */
class TargetMemoryTest {
    /** All of memory is 0. */
    private static final class Zeros extends QuestionsOnly {
        final List<String> commands = new ArrayList<>();
        final long readNanos;
        final long byteNanos;
        long now;

        Zeros(long readNanos, long byteNanos) {
            this.readNanos = readNanos;
            this.byteNanos = byteNanos;
        }

        @Override
        public RawReply ask(String command) {
            commands.add(command);
            int length = Integer.parseInt(command.substring(command.indexOf(',') + 1), 16);
            now += readNanos + length * byteNanos;
            return RawReply.of("00".repeat(length));
        }
    }

    private static TargetMemory memory(Zeros link, String features) {
        Features server = new Features();
        server.learn(SupportedFeatures.parse(features));
        return new TargetMemory(link, server, () -> link.now);
    }

    /** Two ranges of 16 bytes, so many bytes between them, once the link is known. */
    private static List<String> fetched(Zeros link, TargetMemory memory, int gap) throws Exception {
        for (int i = 0; i < 30; i++) {
            memory.read(0x1000, 4 + 100 * (i % 5));
        }
        link.commands.clear();
        new BlockCache(memory).prefetch(List.of(new Range(0x2000, 16), new Range(0x2010 + gap, 16)));
        return link.commands;
    }

    @Test
    void whatIsReadAlongFollowsFromTheLink() throws Exception {
        Zeros probe = new Zeros(1_000_000, 10_000);
        TargetMemory memory = memory(probe, "PacketSize=1000");

        assertThat(memory.cost()).isEqualTo(new ReadCost(512, 1, 2032));
        assertThat(memory.speed()).isEqualTo("not measured yet: up to 512 bytes between two ranges are read along");
        assertThat(fetched(probe, memory, 100)).containsExactly("m2000,84");
        assertThat(fetched(probe, memory, 101)).containsExactly("m2000,10", "m2075,10");
        assertThat(memory.cost()).isEqualTo(new ReadCost(1_000_000, 10_000, 2032));
        assertThat(memory.speed())
                .isEqualTo("1000 µs each and 10.000 µs a byte: up to 100 bytes between two ranges are read along");
    }

    /** What does not fit one packet is two reads, and saves none. */
    @Test
    void theServersPacketsCount() throws Exception {
        Zeros emulator = new Zeros(50_000, 10);
        TargetMemory memory = memory(emulator, "PacketSize=420"); // 512 bytes at once

        assertThat(fetched(emulator, memory, 480)).containsExactly("m2000,200");
        assertThat(fetched(emulator, memory, 481)).containsExactly("m2000,10", "m21f1,10");
    }
}
