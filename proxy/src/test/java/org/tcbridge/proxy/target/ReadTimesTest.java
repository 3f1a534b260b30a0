package org.tcbridge.proxy.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.memory.ReadCost;

/** Costs of a link are found by what reads took, in ns. */
class ReadTimesTest {
    private final ReadTimes times = new ReadTimes();

    /** Reads of 4 to 1540 bytes on a link with these costs. */
    private void reads(int count, long readNanos, long byteNanos) {
        for (int i = 0; i < count; i++) {
            int length = 4 + 256 * (i % 7);
            times.add(length, readNanos + length * byteNanos);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 5000, 200", // a probe: 1 ms a read, 200 KB/s
        "200000, 1000, 200",
        "600000, 200, 3000", // an emulator on another computer
    })
    void theCostsOfALink(long readNanos, long byteNanos, long gap) {
        reads(ReadTimes.FEWEST, readNanos, byteNanos);

        assertThat(times.cost(2048)).contains(new ReadCost(readNanos, byteNanos, 2048));
        assertThat(times.cost(2048).orElseThrow().gap()).isEqualTo(gap);
    }

    /** Every sixth read waits a second, one comes at once. */
    @Test
    void aReadThatWasHeldUpChangesNothing() {
        for (int i = 0; i < ReadTimes.MOST; i++) {
            int length = 4 + 256 * (i % 7);
            times.add(length, i % 6 == 5 ? 1_000_000_000 : i == 9 ? 0 : 500_000 + length * 500L);
        }

        assertThat(times.cost(100)).contains(new ReadCost(500_000, 500, 100));
    }

    @Test
    void aFewReadsTellNothing() {
        reads(ReadTimes.FEWEST - 1, 1000, 10);

        assertThat(times.cost(2048)).isEmpty();
    }

    /** An emulator beside tcbridge: 512 bytes are read along, as where nothing is known. */
    @Test
    void aServerOnThisComputerTellsNothing() {
        reads(ReadTimes.MOST, ReadTimes.NEAR - 1, 2);

        assertThat(times.cost(2048)).isEmpty();
    }

    /** What a byte costs cannot be told from what a read does. */
    @Test
    void readsOfOneSizeTellNothing() {
        for (int i = 0; i < ReadTimes.MOST; i++) {
            times.add(96 + i % 2, 1_000_000);
        }

        assertThat(times.cost(2048)).isEmpty();
    }

    /** The first read after a stop is slow, whatever its size: control blocks of 92 bytes, and the kernel's variables before them. */
    @Test
    void smallDifferencesTellNothing() {
        for (int i = 0; i < ReadTimes.MOST; i++) {
            times.add(i % 2 == 0 ? 92 : 168, i % 2 == 0 ? 1_050_000 : 1_200_000);
        }
        assertThat(times.cost(2048)).isEmpty();

        for (int i = 0; i < 2; i++) {
            times.add(2020, 1_300_000);
        }
        assertThat(times.cost(2048).orElseThrow().gap()).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, 0, 4096", // bytes cost nothing: a page is read along, not more
        "200000, 100000, 32", // bytes are all that costs
    })
    void theCostsAreWithinWhatALinkCanHave(long readNanos, long byteNanos, long gap) {
        reads(ReadTimes.MOST, readNanos, byteNanos);

        assertThat(times.cost(2048).orElseThrow().gap()).isEqualTo(gap);
    }

    /** Somebody has set the adapter to another speed. */
    @Test
    void theLastReadsCount() {
        reads(ReadTimes.MOST, 1_000_000, 5000);
        assertThat(times.cost(2048)).contains(new ReadCost(1_000_000, 5000, 2048));

        reads(ReadTimes.MOST, 2_000_000, 1000);

        assertThat(times.cost(2048)).contains(new ReadCost(2_000_000, 1000, 2048));
    }
}
