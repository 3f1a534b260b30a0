package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tcbridge.cli.client.ForwardMemory;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
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

    /** Told how far it is, in bytes; those that cannot be read are done, too. */
    interface Progress {
        void bytes(long done, long all, long unreadable);
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
    List<Region> read(List<Range> ranges, ForwardMemory memory, Copies copies, Progress progress) throws IOException {
        long all = ranges.stream().mapToLong(Range::length).sum();
        long done = done(ranges);
        long lost = 0;
        List<Region> regions = new ArrayList<>();
        for (Range range : ranges) {
            byte[] bytes = new byte[Math.toIntExact(range.length())];
            PatchyMemory patchy = new PatchyMemory(memory);
            try (OutputStream out =
                            Files.newOutputStream(file(range), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    OutputStream copy = copies.of(range.start())) {
                int at = kept(range, bytes);
                copy.write(bytes, 0, at);
                while (at < bytes.length) {
                    int count = Math.min(CHUNK, bytes.length - at);
                    int behind = Math.min(CHUNK, bytes.length - at - count);
                    List<Range> unreadable = new ArrayList<>();
                    byte[] chunk = patchy.read(range.start() + at, count, behind, unreadable::add);
                    for (Range hole : unreadable) {
                        lost += hole.length();
                        String line = Hex.number(hole.start()) + " " + Hex.number(hole.length()) + "\n";
                        Files.writeString(holes(range), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    }
                    out.write(chunk);
                    copy.write(chunk);
                    System.arraycopy(chunk, 0, bytes, at, count);
                    at += count;
                    done += count;
                    progress.bytes(done, all, lost);
                }
            }
            regions.add(new Region(range.start(), bytes, true, unreadable(range)));
        }
        return regions;
    }

    /** Takes what an interrupted run has read of a range, and says how many bytes that are. */
    private int kept(Range range, byte[] bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file(range))) {
            return in.readNBytes(bytes, 0, bytes.length);
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
