package org.tcbridge.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.cli.client.ForwardMemory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.proxy.target.LinkException;

/** Long transfers that do not go well. */
final class PartialMemoryTest {
    private static final List<Range> RANGES = List.of(new Range(0x10000, 0x28000), new Range(0x80000, 0x100));

    @TempDir
    private Path folder = Path.of("");

    private final List<Long> reads = new ArrayList<>();
    private final List<Integer> nexts = new ArrayList<>();

    /** Memory in which each byte is the second lowest of its address. */
    private final class Pattern implements ForwardMemory {
        private final LongPredicate missing;
        private final long goneFrom;

        Pattern(LongPredicate missing, long goneFrom) {
            this.missing = missing;
            this.goneFrom = goneFrom;
        }

        @Override
        public byte[] read(long address, int length) throws MemoryException {
            return read(address, length, 0);
        }

        @Override
        public byte[] read(long address, int length, int next) throws MemoryException {
            reads.add(address);
            nexts.add(next);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                if (missing.test(address + i)) {
                    throw new MemoryException(address, length, "E14");
                }
                if (address + i >= goneFrom) {
                    MemoryException gone = new MemoryException(address, length, "gone");
                    gone.initCause(new LinkException("the server closed the connection"));
                    throw gone;
                }
                bytes[i] = (byte) ((address + i) >> 8);
            }
            return bytes;
        }

        @Override
        public void write(long address, byte[] data) {
            throw new AssertionError("written");
        }
    }

    private final Map<Long, ByteArrayOutputStream> copies = new HashMap<>();

    private List<StoppedTarget.Region> read(String moment, ForwardMemory memory) throws IOException {
        return PartialMemory.open(folder.resolve("part"), moment).read(RANGES, memory, this::copy, (_, _, _) -> {});
    }

    private OutputStream copy(long address) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copies.put(address, bytes);
        return bytes;
    }

    private static byte[] whole(Range range) {
        byte[] bytes = new byte[(int) range.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((range.start() + i) >> 8);
        }
        return bytes;
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        assertThatThrownBy(() -> read("then", new Pattern(_ -> false, 0x20000)))
                .hasMessage("the server closed the connection");
        assertThat(reads).containsExactly(0x10000L, 0x20000L);
        reads.clear();

        List<StoppedTarget.Region> regions = read("then", new Pattern(_ -> false, Long.MAX_VALUE));

        assertThat(reads).containsExactly(0x20000L, 0x30000L, 0x80000L);
        assertThat(regions.get(0).bytes()).isEqualTo(whole(RANGES.get(0)));
        assertThat(regions.get(1).bytes()).isEqualTo(whole(RANGES.get(1)));
        assertThat(regions).allMatch(StoppedTarget.Region::fromTarget);
        assertThat(copies).hasSize(2);
        assertThat(regions)
                .allSatisfy(region -> assertThat(copies)
                        .extractingByKey(region.address())
                        .extracting(ByteArrayOutputStream::toByteArray)
                        .isEqualTo(region.bytes()));
    }

    /** To the end of a range, and never behind it. */
    @Test
    void isToldWhatIsReadNext() throws IOException {
        read("now", new Pattern(_ -> false, Long.MAX_VALUE));

        assertThat(reads).containsExactly(0x10000L, 0x20000L, 0x30000L, 0x80000L);
        assertThat(nexts).containsExactly(0x10000, 0x8000, 0, 0);
    }

    /** In small pieces, of which the next may be passed over. */
    @Test
    void nothingIsReadOnInAHole() throws IOException {
        read("now", new Pattern(a -> a >= 0x10000 && a < 0x38000, Long.MAX_VALUE));

        assertThat(nexts.getFirst()).isEqualTo(0x10000);
        assertThat(nexts.subList(1, nexts.size())).isNotEmpty().containsOnly(0);
    }

    @Test
    void beginsAnewWhenTheTargetHasMoved() {
        assertThatThrownBy(() -> read("then", new Pattern(_ -> false, 0x20000))).isInstanceOf(LinkException.class);
        reads.clear();

        assertThatThrownBy(() -> read("now", new Pattern(_ -> false, 0x20000))).isInstanceOf(LinkException.class);

        assertThat(reads).containsExactly(0x10000L, 0x20000L);
    }

    @Test
    void whatCannotBeReadIsNotedAndTheRestIsRead() throws IOException {
        List<StoppedTarget.Region> regions =
                read("then", new Pattern(a -> a >= 0x20340 && a < 0x20580, Long.MAX_VALUE));

        assertThat(regions.get(0).unreadable()).containsExactly(new Range(0x20300, 0x300));
        byte[] expected = whole(RANGES.get(0));
        Arrays.fill(expected, 0x10300, 0x10600, (byte) 0);
        assertThat(regions.get(0).bytes()).isEqualTo(expected);
        assertThat(regions.get(1).unreadable()).isEmpty();
    }

    @Test
    void leavesNothingBehind() throws IOException {
        read("then", new Pattern(_ -> false, Long.MAX_VALUE));

        SnapshotTaker.done(folder.resolve("part"));

        assertThat(folder).isEmptyDirectory();
    }
}
