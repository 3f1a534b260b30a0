package org.tcbridge.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** A Java runtime with nothing in it that the program does not need, made by jlink of the JDK that builds. */
final class RuntimeImage {
    /** The modules the program's jars need; jdk.unsupported has what Netty looks for at its start. */
    static final List<String> MODULES = List.of("java.base", "java.logging", "java.xml", "jdk.unsupported");

    private RuntimeImage() {}

    /**
     * Makes it.
     *
     * @param folder is made; must not be there
     */
    static void link(Path folder) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IOException("this JDK has no jlink"))
                .run(
                        writer,
                        writer,
                        "--add-modules",
                        String.join(",", MODULES),
                        "--output",
                        folder.toString(),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        // the archive of classes makes the start fast, whatever this file takes to read
                        "--compress",
                        "zip-6");
        if (status != 0) {
            throw new IOException("jlink ended with status " + status + ": " + said);
        }
    }
}
