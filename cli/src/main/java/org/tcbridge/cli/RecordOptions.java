package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tcbridge.rsp.record.Recording;

/** Where a proxy's packets are written. */
final class RecordOptions {
    private final Options options;
    private final Option<Path> file;

    RecordOptions(Options options) {
        this.options = options;
        file = options.option(
                "--record",
                "FILE",
                Path.class,
                "Writes every packet, both ways, with its time; for `tcbridge log` and `tcbridge replay`.");
    }

    /** Sees to it that the file can be written, before the command reads others. */
    void check() {
        file.given().ifPresent(record -> OutputFile.checkFolder(options.command(), "--record", record));
    }

    /** Begins the file; empty when none is wanted. */
    Optional<Recording> start() {
        if (file.given().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Recording(file.value()));
        } catch (IOException e) {
            throw new CommandFailure("--record " + file.value() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Ends it.
     *
     * @throws CommandFailure when something of it could not be written
     */
    static void end(Optional<Recording> recording) {
        close(recording).ifPresent(e -> {
            throw new CommandFailure("--record: " + e.getMessage(), e);
        });
    }

    /** Ends it while the program ends: what could not be written is said; the log is closed by then. */
    static void endNow(Optional<Recording> recording) {
        close(recording).ifPresent(e -> System.err.println("tcbridge: --record: " + e.getMessage()));
    }

    private static Optional<IOException> close(Optional<Recording> recording) {
        try {
            if (recording.isPresent()) {
                recording.get().close();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
