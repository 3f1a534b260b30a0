package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.io.OutputStream;

/** Takes memory a second time, as it is read. */
@FunctionalInterface
public interface Copies {
    /** What takes a region's bytes, from the first to the last; it is closed then. */
    OutputStream of(long address) throws IOException;
}
