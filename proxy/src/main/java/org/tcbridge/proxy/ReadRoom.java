package org.tcbridge.proxy;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * How much room a read gets: little, which is enough for most packets, and enough for a large one in one read once reads have been
 * too short. It shrinks late, so that a large packet need not be joined because a small one came before it.
 */
final class ReadRoom extends DefaultMaxMessagesRecvByteBufAllocator {
    /** In bytes: for commands and most replies; for writes of 16 KiB; for reads of 64 KiB, which are packets of a little over 128 KiB. */
    private static final int[] ROOMS = {2 << 10, 32 << 10, 256 << 10};

    /** So many times in a row the next smaller room was enough before it is taken. */
    private static final int LATE = 16;

    @Override
    public ExtendedHandle newHandle() {
        return new Room();
    }

    private final class Room extends MaxMessageHandle {
        private int index;
        private int enough;

        @Override
        public int guess() {
            return ROOMS[index];
        }

        @Override
        public void lastBytesRead(int bytes) {
            super.lastBytesRead(bytes);
            if (bytes == ROOMS[index] && index < ROOMS.length - 1) {
                index++;
                enough = 0;
            }
        }

        @Override
        public void readComplete() {
            enough = index > 0 && totalBytesRead() < ROOMS[index - 1] ? enough + 1 : 0;
            if (enough == LATE) {
                index--;
                enough = 0;
            }
        }
    }
}
