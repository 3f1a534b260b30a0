package org.tcbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.tools.Tools;

/** {@code ./tcbridge}, with the program that this build has just packaged. */
class LauncherIT {

    @TempDir
    private Path elsewhere;

    @Test
    void runsFromAnyFolderThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("link"), Tools.projectRoot().resolve("tcbridge"));

        Process process = new ProcessBuilder(link.toString(), "--version")
                .directory(elsewhere.toFile())
                .redirectError(elsewhere.resolve("err").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(Files.readString(elsewhere.resolve("err"))).isEmpty();
        assertThat(out).matches("tcbridge \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
        assertThat(process.waitFor()).isZero();
        Files.delete(link); // JUnit warns when it has to delete a link that leaves its folder
    }

    /** The manifest opens what that takes; without, all goes on, and each wait takes longer. */
    @Test
    void eventLoopsCarryVirtualThreads() throws Exception {
        try (Child tcbridge = Child.start(List.of(
                Tools.projectRoot().resolve("tcbridge").toString(),
                "proxy",
                "--listen",
                "127.0.0.1:0",
                "--log",
                "debug"))) {
            assertThat(tcbridge.await(Pattern.compile("event loops carry virtual threads: (.*)\n"))
                            .group(1))
                    .isEqualTo("yes");
        }
    }
}
