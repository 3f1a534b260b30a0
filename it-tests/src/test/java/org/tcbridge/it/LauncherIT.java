package org.tcbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
