package org.tcbridge.cli.snapshot;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;

/**
 * A snapshot's file in the making: memory first, as it is read, which costs no time while a server is waited for, then all else.
 * A file that is there is replaced when the new one is whole.
 */
public final class SnapshotWriter implements Closeable {
    /** The same target makes the same file. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path file;
    private final Path unfinished;
    private @Nullable ZipOutputStream begun;
    private final Set<Long> written = new HashSet<>();

    /** A file of which nothing is written before there is something to write. */
    public SnapshotWriter(Path file) {
        this.file = file;
        unfinished = file.resolveSibling(file.getFileName() + ".new");
    }

    private ZipOutputStream zip() throws IOException {
        ZipOutputStream zip = begun;
        if (zip == null) {
            zip = new ZipOutputStream(Files.newOutputStream(unfinished));
            // memory is mostly zeros, which every level packs well, and nobody waits gladly
            zip.setLevel(Deflater.BEST_SPEED);
            begun = zip;
        }
        return zip;
    }

    /**
     * Begins a region of memory.
     *
     * @return takes its bytes, from the first to the last; to be closed before the next region
     */
    public OutputStream region(long address) throws IOException {
        written.add(address);
        ZipOutputStream zip = entry(Manifest.memoryFile(address));
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                zip.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
            }
        };
    }

    /** Writes the rest of a target: all but the regions that are written already. */
    public void finish(StoppedTarget target) throws IOException {
        Set<Long> read = Set.copyOf(written);
        for (Region region : target.memory()) {
            if (!read.contains(region.address())) {
                try (OutputStream bytes = region(region.address())) {
                    bytes.write(region.bytes());
                }
            }
        }
        for (Map.Entry<String, String> document : target.descriptions().entrySet()) {
            add(Manifest.descriptionFile(document.getKey()), document.getValue());
        }
        if (target.memoryMap().isPresent()) {
            add(Manifest.MEMORY_MAP_FILE, target.memoryMap().get());
        }
        add(Manifest.FILE, Manifest.write(target));
        zip().close();
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void add(String name, String text) throws IOException {
        ZipOutputStream zip = entry(name);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private ZipOutputStream entry(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        zip().putNextEntry(entry);
        return zip();
    }

    /** Leaves nothing of a file that is not finished. */
    @Override
    public void close() throws IOException {
        if (begun == null) {
            return;
        }
        try {
            begun.close();
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
