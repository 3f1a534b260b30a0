package org.tcbridge.it.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tcbridge.it.tools.Tools;

/** The program {@code host.c}, compiled for this machine: a target without an RTOS. */
public final class HostProgram {
    private HostProgram() {}

    /** Compiles it into a folder; its file. */
    public static Path compile(Path folder) throws Exception {
        Path source = Tools.projectRoot().resolve("it-tests/src/test/resources/org/tcbridge/it/kit/host.c");
        Path program = folder.resolve("host");
        try (Child gcc = Child.start(List.of(
                Tools.path("gcc").toString(),
                "-g",
                "-O0",
                "-no-pie",
                "-pthread",
                source.toString(),
                "-o",
                program.toString()))) {
            gcc.end();
            if (!Files.isExecutable(program)) {
                throw new AssertionError(gcc.toString());
            }
        }
        return program;
    }
}
