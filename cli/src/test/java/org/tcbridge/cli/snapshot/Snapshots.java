package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** Snapshots of targets that were never read. */
public final class Snapshots {
    private Snapshots() {}

    /** Writes a whole target. */
    public static void write(StoppedTarget target, Path file) throws IOException {
        try (SnapshotWriter writer = new SnapshotWriter(file)) {
            writer.finish(target);
        }
    }
}
