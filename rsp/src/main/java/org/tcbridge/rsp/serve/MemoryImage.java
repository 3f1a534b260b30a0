package org.tcbridge.rsp.serve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bytes at addresses, in regions; writes change this copy only. May be used from any thread. */
final class MemoryImage {

    private record Region(long start, ByteBuffer bytes) {
        boolean holds(long address) {
            return Long.compareUnsigned(address - start, bytes.capacity()) < 0;
        }
    }

    /** The part of a request that lies in one region. */
    private record Piece(Region region, int from, int length) {}

    private final List<Region> regions = new ArrayList<>();

    /** Adds a region with a copy of the bytes; where regions overlap, the one added first counts. */
    synchronized void add(long start, byte[] bytes) {
        regions.add(new Region(start, ByteBuffer.wrap(bytes.clone())));
    }

    /** The bytes; empty unless all of them are there. */
    synchronized Optional<byte[]> read(long address, int length) {
        return pieces(address, length).map(pieces -> {
            byte[] out = new byte[length];
            int done = 0;
            for (Piece piece : pieces) {
                piece.region.bytes.get(piece.from, out, done, piece.length);
                done += piece.length;
            }
            return out;
        });
    }

    /** Writes all of the bytes, or none when one of them has no place. */
    synchronized boolean write(long address, byte[] data) {
        Optional<List<Piece>> found = pieces(address, data.length);
        int done = 0;
        for (Piece piece : found.orElse(List.of())) {
            piece.region.bytes.put(piece.from, data, done, piece.length);
            done += piece.length;
        }
        return found.isPresent();
    }

    private Optional<List<Piece>> pieces(long address, int length) {
        List<Piece> pieces = new ArrayList<>();
        int done = 0;
        while (done < length) {
            long next = address + done;
            Optional<Region> region =
                    regions.stream().filter(each -> each.holds(next)).findFirst();
            if (region.isEmpty()) {
                return Optional.empty();
            }
            int from = (int) (next - region.get().start);
            int part = Math.min(length - done, region.get().bytes.capacity() - from);
            pieces.add(new Piece(region.get(), from, part));
            done += part;
        }
        return Optional.of(pieces);
    }
}
