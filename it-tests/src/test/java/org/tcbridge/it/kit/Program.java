package org.tcbridge.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A run of {@code tcbridge} in a process of its own, with the classes of this build.
 *
 * @param status exit status
 * @param output both streams
 */
public record Program(int status, String output) {
    /** Starts it; with its output read, and ended when it is closed. */
    public static Child start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.tcbridge.cli.Main"));
        command.addAll(Arrays.asList(args));
        return Child.start(command);
    }

    /** Runs it to its end. */
    public static Program run(String... args) throws IOException, InterruptedException {
        try (Child child = start(args)) {
            String output = child.end();
            return new Program(child.status(), output);
        }
    }
}
