package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRoomTest {
    private static final int LITTLE = 2048;
    private static final int SOME = 32_768;
    private static final int MUCH = 262_144;

    /** The packet of a read of 64 KiB. */
    private static final int LARGE = 131_076;

    private final RecvByteBufAllocator.ExtendedHandle room = new ReadRoom().newHandle();
    private final DefaultChannelConfig config = new DefaultChannelConfig(new EmbeddedChannel());

    /** The rooms that bytes which come at once are read into: a read is tried again while it fills its room. */
    private List<Integer> read(int bytes) {
        List<Integer> rooms = new ArrayList<>();
        int left = bytes;
        boolean filled = true;
        while (filled && left > 0) {
            room.reset(config);
            int guess = room.guess();
            int now = Math.min(guess, left);
            rooms.add(guess);
            room.attemptedBytesRead(guess);
            room.lastBytesRead(now);
            room.readComplete();
            left -= now;
            filled = now == guess;
        }
        return rooms;
    }

    @Test
    void smallPacketsGetLittle() {
        for (int i = 0; i < 100; i++) {
            assertThat(read(LITTLE - 1)).containsExactly(LITTLE);
        }
    }

    @Test
    void onceALargePacketHasComeTheNextTakesOneRead() {
        assertThat(read(LARGE)).containsExactly(LITTLE, SOME, MUCH);
        for (int i = 0; i < 100; i++) {
            assertThat(read(LARGE)).containsExactly(MUCH);
        }
    }

    @Test
    void smallPacketsAmongLargeOnesDoNotTakeTheRoom() {
        read(LARGE);
        for (int i = 0; i < 10; i++) {
            for (int small = 0; small < 15; small++) {
                assertThat(read(4)).containsExactly(MUCH);
            }
            assertThat(read(LARGE)).containsExactly(MUCH);
        }
    }

    @Test
    void shrinksStepByStepWhenOnlySmallOnesCome() {
        read(LARGE);
        for (int i = 0; i < 16; i++) {
            assertThat(read(4)).containsExactly(MUCH);
        }
        for (int i = 0; i < 16; i++) {
            assertThat(read(4)).containsExactly(SOME);
        }
        assertThat(read(4)).containsExactly(LITTLE);
    }

    @Test
    void growsNoFurther() {
        read(LARGE);
        assertThat(read(5 * MUCH)).containsExactly(MUCH, MUCH, MUCH, MUCH, MUCH);
    }
}
