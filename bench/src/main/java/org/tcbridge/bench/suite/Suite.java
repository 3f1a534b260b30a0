package org.tcbridge.bench.suite;

import java.io.IOException;

/** One kind of measurement. */
public interface Suite {
    /** The name for {@code --only} and in the results. */
    String name();

    /** Measures, and adds the figures to the kit's results. */
    void run(Kit kit) throws IOException, InterruptedException;
}
