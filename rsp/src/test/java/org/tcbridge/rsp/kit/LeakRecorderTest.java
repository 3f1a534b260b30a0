package org.tcbridge.rsp.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakRecorderTest {

    @Test
    void aBufferThatNobodyReleasesIsFound() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 100 && found.isEmpty(); i++) {
            var _ = PooledByteBufAllocator.DEFAULT.buffer(16);
            found.addAll(LeakRecorder.found());
        }
        assertThat(found).isNotEmpty();
        // The buffers of the last rounds are found later: collect them, so that no other class is blamed.
        for (int i = 0; i < 100 && !LeakRecorder.found().isEmpty(); i++) {
            assertThat(i).isLessThan(99);
        }
    }

    @Test
    void aReleasedBufferIsNot() {
        PooledByteBufAllocator.DEFAULT.buffer(16).release();
        assertThat(LeakRecorder.found()).isEmpty();
    }
}
