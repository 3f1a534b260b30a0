package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tcbridge.cli.client.ForwardMemory;
import org.tcbridge.core.memory.MemoryException;

/** Memory from 0x10000 up with holes: what is read of it, and how many reads that takes. */
final class PatchyMemoryTest {
    private static final long START = 0x10000;
    private static final int CHUNK = 0x10000;

    private final BitSet missing = new BitSet();
    private int reads;

    private static byte value(long offset) {
        return (byte) (1 + (offset >> 8) % 255);
    }

    private final class Holes implements ForwardMemory {
        @Override
        public byte[] read(long address, int length) throws MemoryException {
            return read(address, length, 0);
        }

        @Override
        public byte[] read(long address, int length, int next) throws MemoryException {
            reads++;
            int offset = (int) (address - START);
            int hole = missing.nextSetBit(offset);
            if (hole >= 0 && hole < offset + length) {
                throw new MemoryException(address, length, "E14");
            }
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = value(offset + i);
            }
            return bytes;
        }

        @Override
        public void write(long address, byte[] data) {
            throw new AssertionError("written");
        }
    }

    /** Reads all and checks that what is not said to be unreadable is right, and that what is said so is zero. */
    private List<Range> unreadable(int length) throws IOException {
        PatchyMemory patchy = new PatchyMemory(new Holes());
        List<Range> holes = new ArrayList<>();
        byte[] read = new byte[length];
        for (int at = 0; at < length; at += CHUNK) {
            byte[] bytes = patchy.read(START + at, Math.min(CHUNK, length - at), 0, holes::add);
            System.arraycopy(bytes, 0, read, at, bytes.length);
        }
        byte[] expected = new byte[length];
        for (int i = 0; i < length; i++) {
            expected[i] = value(i);
        }
        for (Range hole : holes) {
            int from = (int) (hole.start() - START);
            Arrays.fill(expected, from, from + (int) hole.length(), (byte) 0);
        }
        assertThat(read).isEqualTo(expected);
        return Range.joined(holes);
    }

    /** 16 MiB in pieces of 256 bytes are 65,536 reads. */
    @Test
    void aLongHoleIsCheap() throws IOException {
        missing.set(0x300, 0x1000000);

        assertThat(unreadable(0x1000400)).containsExactly(new Range(START + 0x300, 0xfffd00));
        assertThat(reads).isLessThan(65_536 / 14);
    }

    /** Where it begins and ends, and a page in its middle, are found to the piece. */
    @Test
    void whatCanBeReadAgainIsRead() throws IOException {
        missing.set(0x2340, 0x45680);
        missing.clear(0x23000, 0x24000);

        assertThat(unreadable(0x60000))
                .containsExactly(
                        new Range(START + 0x2300, 0x23000 - 0x2300), new Range(START + 0x24000, 0x45700 - 0x24000));
    }

    /** Small holes cost nothing of what is between them. */
    @Test
    void aHoleOfAnySizeAnywhere() throws IOException {
        Random random = new Random(1);
        for (int run = 0; run < 40; run++) {
            missing.clear();
            int from = random.nextInt(CHUNK);
            int to = from + 1 + random.nextInt(2 * CHUNK);
            missing.set(from, to);
            int length = to + 1 + random.nextInt(CHUNK);

            List<Range> holes = unreadable(length);

            assertThat(holes).hasSize(1);
            assertThat(holes.getFirst().start()).isBetween(START + from - PatchyMemory.PIECE + 1, START + from);
            assertThat(holes.getFirst().end()).isBetween(START + to, START + to + 2 * PatchyMemory.PIECE);
        }
    }

    @Test
    void theTransferSaysHowFarItIs() {
        long[] clock = {0};
        List<String> said = new ArrayList<>();
        Percent percent = new Percent(said::add, () -> clock[0]);

        percent.bytes(99_000, 1_000_000, 0);
        percent.bytes(100_000, 1_000_000, 0);
        clock[0] = 4_999_999_999L;
        percent.bytes(190_000, 1_000_000, 0);
        clock[0] = 5_000_000_000L;
        percent.bytes(190_000, 1_000_000, 256);
        percent.bytes(200_000, 1_000_000, 512);

        assertThat(said)
                .containsExactly(
                        "10 % of 1000000 bytes",
                        "19 % of 1000000 bytes, 256 of them cannot be read",
                        "20 % of 1000000 bytes, 512 of them cannot be read");
    }
}
