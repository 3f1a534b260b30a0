package org.tcbridge.bench.suite;

import java.io.IOException;

/** Parts of the program alone, in a JVM of their own: JMH. */
public final class MicroSuite implements Suite {
    /** The item of what a packet that passes through costs the heap. */
    public static final String PASS_BYTES = "pass-through of a packet, B";

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(Kit kit) throws IOException, InterruptedException {}
}
