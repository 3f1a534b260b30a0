package org.tcbridge.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.BlockCache.Range;

class BlockCacheTest {
    /** All of 64 bits can be read but one byte; a byte holds its address's low bits. */
    private static final class Endless implements Memory {
        private final List<Range> reads = new ArrayList<>();
        private final long hole;
        private ReadCost cost = ReadCost.ASSUMED;

        Endless(long hole) {
            this.hole = hole;
        }

        @Override
        public ReadCost cost() {
            return cost;
        }

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            reads.add(new Range(address, length));
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                if (address + i == hole) {
                    throw new MemoryException(address, length, "hole");
                }
                bytes[i] = (byte) (address + i);
            }
            return bytes;
        }

        @Override
        public void write(long address, byte[] data) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void readsNothingTwice() throws MemoryException {
        Endless memory = new Endless(0);
        BlockCache cache = new BlockCache(memory);
        assertThat(cache.read(0x100, 4)).containsExactly(0, 1, 2, 3);
        assertThat(cache.read(0x102, 2)).containsExactly(2, 3);
        assertThat(cache.read(0x102, 3)).containsExactly(2, 3, 4);
        assertThat(memory.reads).containsExactly(new Range(0x100, 4), new Range(0x102, 3));
    }

    @Test
    void neighboursAreFetchedTogetherAndOthersAreNot() throws MemoryException {
        Endless memory = new Endless(0);
        BlockCache cache = new BlockCache(memory);
        cache.prefetch(List.of(new Range(0x1000, 8), new Range(0x110, 4), new Range(0x100, 4)));
        assertThat(cache.read(0x110, 4)).containsExactly(0x10, 0x11, 0x12, 0x13);
        assertThat(memory.reads).containsExactly(new Range(0x100, 0x14), new Range(0x1000, 8));
    }

    private static List<Range> fetched(ReadCost cost, Range... ranges) {
        Endless memory = new Endless(-1);
        memory.cost = cost;
        new BlockCache(new ReadBudget(memory, 100)).prefetch(List.of(ranges));
        return memory.reads;
    }

    /** A read costs 100 bytes. */
    @Test
    void theBytesBetweenAreReadWhenThatCostsNoMoreThanARead() {
        ReadCost cost = new ReadCost(500, 5, Integer.MAX_VALUE);

        assertThat(fetched(cost, new Range(0x100, 4), new Range(0x104 + 100, 4)))
                .containsExactly(new Range(0x100, 108));
        assertThat(fetched(cost, new Range(0x100, 4), new Range(0x104 + 101, 4)))
                .containsExactly(new Range(0x100, 4), new Range(0x104 + 101, 4));
        assertThat(cost.gap()).isEqualTo(100);
    }

    /** The server gives 64 bytes at once: what is read along must not cost another read. */
    @Test
    void aReadThatIsTwoPacketsSavesNone() {
        ReadCost cost = new ReadCost(500, 5, 64);

        assertThat(fetched(cost, new Range(0, 20), new Range(44, 20), new Range(80, 20)))
                .containsExactly(new Range(0, 64), new Range(80, 20));
        assertThat(fetched(cost, new Range(0, 20), new Range(45, 20)))
                .containsExactly(new Range(0, 20), new Range(45, 20));
        assertThat(fetched(cost, new Range(0, 60), new Range(60, 68)))
                .as("three packets either way, and no byte more")
                .containsExactly(new Range(0, 128));
    }

    @Test
    void rangesThatOverlapAreOne() {
        assertThat(fetched(ReadCost.ASSUMED, new Range(0, 100), new Range(10, 20), new Range(99, 2)))
                .containsExactly(new Range(0, 101));
    }

    @Test
    void costsThatCannotBe() {
        assertThatThrownBy(() -> new ReadCost(0, 1, 1))
                .hasMessage("0.0 ns a read, 1.0 ns a byte, at most 1 bytes: expected more than 0");
    }

    @Test
    void aHoleBetweenRangesCostsNeither() throws MemoryException {
        Endless memory = new Endless(0x108);
        BlockCache cache = new BlockCache(memory);
        cache.prefetch(List.of(new Range(0x100, 4), new Range(0x110, 4)));
        memory.reads.clear();
        assertThat(cache.read(0x100, 4)).containsExactly(0, 1, 2, 3);
        assertThat(cache.read(0x110, 4)).containsExactly(0x10, 0x11, 0x12, 0x13);
        assertThat(memory.reads).isEmpty();
        assertThatThrownBy(() -> cache.read(0x106, 4)).hasMessage("memory 0x106, 4 bytes: hole");
    }

    @Test
    void addressesWithTheTopBitAreFarFromThoseWithout() throws MemoryException {
        BlockCache cache = new BlockCache(new Endless(0));
        cache.read(0x10, 4);
        assertThat(cache.read(0xffff_ffff_8000_0000L, 2)).containsExactly(0, 1);
    }

    @Test
    void whatIsLikelyIsFetchedWhereItLiesNearWhatIsWanted() throws MemoryException {
        Endless memory = new Endless(0);
        BlockCache cache = new BlockCache(memory);
        cache.prefetch(
                List.of(new Range(0x1000, 8), new Range(0x4000, 8)),
                List.of(new Range(0x1100, 8), new Range(0x0f00, 8), new Range(0x2000, 8), new Range(0x2008, 8)));
        assertThat(memory.reads).containsExactly(new Range(0x0f00, 0x208), new Range(0x4000, 8));
        assertThat(cache.read(0x1100, 2)).containsExactly(0, 1);
        assertThat(memory.reads).hasSize(2);
    }

    @Test
    void whatIsLikelyAndCannotBeReadIsNotAskedForAlone() throws MemoryException {
        Endless memory = new Endless(0x1101);
        BlockCache cache = new BlockCache(memory);
        cache.prefetch(List.of(new Range(0x1000, 8), new Range(0x1010, 8)), List.of(new Range(0x1100, 8)));
        assertThat(memory.reads).containsExactly(new Range(0x1000, 0x108), new Range(0x1000, 8), new Range(0x1010, 8));
        assertThat(cache.read(0x1000, 2)).containsExactly(0, 1);
        assertThatThrownBy(() -> cache.read(0x1100, 8)).isInstanceOf(MemoryException.class);
    }
}
