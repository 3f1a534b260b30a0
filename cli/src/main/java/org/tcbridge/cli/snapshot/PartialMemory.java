package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.rsp.Hex;

/**
 * What has been read so far of a long transfer, in a folder beside the snapshot: a file a range, as long as what was read of
 * it. A transfer that was interrupted goes on at its end, when the target has not moved since.
 */
final class PartialMemory {
    private static final String MOMENT = "moment";
    private static final String HOLES = ".unreadable";

    /** Bytes that are read, and kept, at once. */
    private static final int CHUNK = 1 << 16;

    /** Bytes that are given up at once when a chunk cannot be read. */
    private static final int PIECE = 256;

    /** Told how far it is. */
    interface Progress {
        void bytes(long done, long all);
    }

    private final Path folder;

    private PartialMemory(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder.
     *
     * @param moment what tells this state of the target from others; what was read in another is deleted
     */
    static PartialMemory open(Path folder, String moment) throws IOException {
        PartialMemory partial = new PartialMemory(folder);
        Files.createDirectories(folder);
        if (!partial.moment().equals(moment)) {
            partial.clear();
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(MOMENT), moment);
        }
        return partial;
    }

    private String moment() throws IOException {
        try {
            return Files.readString(folder.resolve(MOMENT));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Bytes that are there already. */
    long done(List<Range> ranges) throws IOException {
        long done = 0;
        for (Range range : ranges) {
            done += size(file(range));
        }
        return done;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Path file(Range range) {
        return folder.resolve(Hex.number(range.start()));
    }

    private Path holes(Range range) {
        return folder.resolve(Hex.number(range.start()) + HOLES);
    }

    /**
     * Reads what is missing.
     *
     * @throws IOException when the server is gone; what was read until then is kept
     */
    List<Region> read(List<Range> ranges, Memory memory, Progress progress) throws IOException {
        long all = ranges.stream().mapToLong(Range::length).sum();
        long done = done(ranges);
        for (Range range : ranges) {
            try (OutputStream out =
                    Files.newOutputStream(file(range), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (long at = size(file(range)); at < range.length(); at += CHUNK) {
                    int count = (int) Math.min(CHUNK, range.length() - at);
                    out.write(chunk(memory, range, range.start() + at, count));
                    done += count;
                    progress.bytes(done, all);
                }
            }
        }
        List<Region> regions = new ArrayList<>();
        for (Range range : ranges) {
            regions.add(new Region(range.start(), Files.readAllBytes(file(range)), true, unreadable(range)));
        }
        return regions;
    }

    /** A chunk that cannot be read as a whole is tried in pieces; those that cannot be read either are noted. */
    private byte[] chunk(Memory memory, Range range, long address, int count) throws IOException {
        try {
            return memory.read(address, count);
        } catch (MemoryException e) {
            mustNotBeGone(e);
        }
        byte[] bytes = new byte[count];
        for (int at = 0; at < count; at += PIECE) {
            int length = Math.min(PIECE, count - at);
            try {
                System.arraycopy(memory.read(address + at, length), 0, bytes, at, length);
            } catch (MemoryException e) {
                mustNotBeGone(e);
                String line = Hex.number(address + at) + " " + Hex.number(length) + "\n";
                Files.writeString(holes(range), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        }
        return bytes;
    }

    private static void mustNotBeGone(MemoryException e) throws LinkException {
        if (e.getCause() instanceof LinkException gone) {
            throw gone;
        }
    }

    private List<Range> unreadable(Range range) throws IOException {
        if (!Files.exists(holes(range))) {
            return List.of();
        }
        return Range.joined(Files.readAllLines(holes(range)).stream()
                .map(line -> line.split(" "))
                .map(words -> new Range(Hex.parseNumber(words[0]), Hex.parseNumber(words[1])))
                .toList());
    }

    /** Deletes the folder. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        Files.delete(folder);
    }
}
