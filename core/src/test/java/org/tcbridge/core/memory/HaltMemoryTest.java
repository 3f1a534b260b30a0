package org.tcbridge.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.memory.BlockCache.Range;

class HaltMemoryTest {
    private static final int SIZE = 0x4000;
    private static final int MOST = 2048;

    /** Bytes from 0 on, some of which cannot be read. */
    private static final class Target implements Memory {
        private final List<Range> reads = new ArrayList<>();
        private final byte[] bytes = new byte[SIZE];
        private int hole = SIZE;

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            reads.add(new Range(address, length));
            if (address < 0 || address > SIZE - length || (address <= hole && hole < address + length)) {
                throw new MemoryException(address, length, "E14");
            }
            return Arrays.copyOfRange(bytes, (int) address, (int) address + length);
        }

        @Override
        public void write(long address, byte[] data) {
            System.arraycopy(data, 0, bytes, (int) address, data.length);
        }

        @Override
        public ReadCost cost() {
            return ReadCost.ASSUMED.most(MOST);
        }

        List<Range> take() {
            List<Range> taken = List.copyOf(reads);
            reads.clear();
            return taken;
        }
    }

    private final Target target = new Target();
    private final HaltMemory memory = new HaltMemory(target);

    /** The target ran and stopped again; reads of so many bytes. */
    private List<Range> halt(Range... reads) throws MemoryException {
        memory.forget();
        for (Range read : reads) {
            assertThat(memory.read(read.address(), read.length()))
                    .isEqualTo(Arrays.copyOfRange(
                            target.bytes, (int) read.address(), (int) read.address() + read.length()));
        }
        return target.take();
    }

    private static final Range CURRENT = new Range(0x100, 8);
    private static final Range LISTS = new Range(0x200, 0x100);
    private static final Range FAR = new Range(0x2000, 0x40);

    @Test
    void whatWasReadAtTwoHaltsIsReadAlongAtTheNext() throws MemoryException {
        assertThat(halt(CURRENT, LISTS, FAR)).containsExactly(CURRENT, LISTS, FAR);
        assertThat(halt(CURRENT, LISTS, FAR)).containsExactly(CURRENT, LISTS, FAR);
        assertThat(halt(CURRENT, LISTS, FAR)).containsExactly(new Range(0x100, 0x200), FAR);
        target.bytes[0x210] = 7;
        assertThat(halt(LISTS, CURRENT)).containsExactly(new Range(0x100, 0x200));
    }

    @Test
    void whatWasNotReadAtTheLastHaltIsNot() throws MemoryException {
        halt(CURRENT, LISTS);
        halt(CURRENT, LISTS);
        assertThat(halt(CURRENT)).containsExactly(new Range(0x100, 0x200));
        assertThat(halt(CURRENT)).containsExactly(CURRENT);
        assertThat(halt(CURRENT, LISTS)).containsExactly(CURRENT, LISTS);
    }

    @Test
    void aHaltAtWhichNothingIsReadTellsNothing() throws MemoryException {
        halt(CURRENT, LISTS);
        halt();
        halt(CURRENT, LISTS);
        halt();
        assertThat(halt(CURRENT, LISTS)).containsExactly(new Range(0x100, 0x200));
    }

    @Test
    void noReplyMoreIsTaken() throws MemoryException {
        Range large = new Range(0x180, MOST - 0x7f);
        halt(CURRENT, large);
        halt(CURRENT, large);
        assertThat(halt(CURRENT, large)).containsExactly(CURRENT, large);
    }

    @Test
    void whatCannotBeReadTogetherIsTriedOnce() throws MemoryException {
        halt(CURRENT, LISTS);
        halt(CURRENT, LISTS);
        target.hole = 0x180;
        assertThat(halt(CURRENT, LISTS)).containsExactly(new Range(0x100, 0x200), CURRENT, LISTS);
        assertThat(halt(CURRENT, LISTS)).containsExactly(CURRENT, LISTS);
        target.hole = 0x280;
        assertThatThrownBy(() -> halt(CURRENT, LISTS)).hasMessage("memory 0x200, 256 bytes: E14");
    }

    @Test
    void aWriteIsTheEndOfAHalt() throws MemoryException {
        memory.read(0x100, 8);
        memory.write(0x100, new byte[] {1});
        assertThat(memory.read(0x100, 2)).containsExactly(1, 0);
    }

    private static byte @Nullable [] read(Memory memory, Range range) {
        try {
            return memory.read(range.address(), range.length());
        } catch (MemoryException e) {
            return null;
        }
    }

    /** A reader who mostly reads the same, of memory that changes between halts and has a hole now and then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void itShowsWhatIsThere(int seed) {
        Random random = new Random(seed);
        List<Range> usual = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            usual.add(new Range(random.nextInt(SIZE), 1 + random.nextInt(300)));
        }
        int together = 0;
        for (int halt = 0; halt < 400; halt++) {
            memory.forget();
            random.nextBytes(target.bytes);
            target.hole = random.nextInt(4) == 0 ? random.nextInt(SIZE) : SIZE;
            List<Range> wanted = new ArrayList<>(usual.subList(0, 1 + random.nextInt(usual.size())));
            if (random.nextInt(10) == 0) {
                wanted.add(new Range(random.nextInt(SIZE), 1 + random.nextInt(300)));
            }
            for (Range range : wanted) {
                assertThat(read(memory, range)).isEqualTo(read(target, range));
            }
            together += (int)
                    target.take().stream().filter(r -> !wanted.contains(r)).count();
        }
        assertThat(together).as("reads of more than was wanted").isPositive();
    }
}
