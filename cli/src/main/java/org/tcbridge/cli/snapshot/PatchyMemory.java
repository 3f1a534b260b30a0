package org.tcbridge.cli.snapshot;

import java.util.function.Consumer;
import org.tcbridge.cli.client.ForwardMemory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.proxy.target.LinkException;

/**
 * Memory of which parts cannot be read. Around them it is read in small pieces; in a long hole only one piece of each page is
 * tried, since buses and page tables know nothing smaller than that, and where one can be read again, what was passed over
 * before it is tried, too.
 */
final class PatchyMemory {
    /** Bytes that are given up at once. */
    static final int PIECE = 256;

    /** From one try to the next in a long hole: the smallest page of Arm's, RISC-V's and MicroBlaze's MMUs that is in use. */
    static final int PAGE = 4096;

    private final ForwardMemory memory;

    /** How far it is to the next try: more than a piece in a hole. */
    private int step = PIECE;

    PatchyMemory(ForwardMemory memory) {
        this.memory = memory;
    }

    /**
     * Reads the next part.
     *
     * @param behind how many bytes the part behind it has
     * @param unreadable takes what could not be read: it is zero in what is returned
     * @throws LinkException when the server is gone
     */
    byte[] read(long address, int count, int behind, Consumer<Range> unreadable) throws LinkException {
        byte[] bytes = new byte[count];
        if (step == PIECE && read(bytes, address, 0, count, behind)) {
            return bytes;
        }
        int done = 0;
        int tried = 0;
        int at = 0;
        while (at < count) {
            int length = Math.min(PIECE, count - at);
            if (read(bytes, address, at, length, 0)) {
                int from = at;
                while (from > tried
                        && read(bytes, address, Math.max(tried, from - PIECE), Math.min(PIECE, from - tried), 0)) {
                    from = Math.max(tried, from - PIECE);
                }
                if (from > done) {
                    unreadable.accept(new Range(address + done, from - done));
                }
                step = PIECE;
                at += length;
                done = at;
                tried = at;
            } else {
                tried = at + length;
                int next = (int) ((address + at + step & -step) - address);
                step = Math.min(2 * step, PAGE);
                // the end is tried in any case: what can be read again may begin in the hole's last page
                at = at < count - PIECE ? Math.min(next, count - PIECE) : count;
            }
        }
        if (done < count) {
            unreadable.accept(new Range(address + done, count - done));
        }
        return bytes;
    }

    private boolean read(byte[] bytes, long address, int at, int length, int next) throws LinkException {
        try {
            System.arraycopy(memory.read(address + at, length, next), 0, bytes, at, length);
            return true;
        } catch (MemoryException e) {
            if (e.getCause() instanceof LinkException gone) {
                throw gone;
            }
            return false;
        }
    }
}
