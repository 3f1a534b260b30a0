package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.tools.Tools;

/** The search for a JDK that {@code ./mvnw} and {@code ./tcbridge} share. */
class FindJdkTest {

    @TempDir
    private Path folder;

    @Test
    void javaHomeComesFirst() throws Exception {
        Path jdk = jdk("home", "99.0.1");

        assertThat(find(Map.of("JAVA_HOME", jdk.toString()))).isEqualTo(jdk);
    }

    @Test
    void anOldJavaHomeGivesWayToThePath() throws Exception {
        Path old = jdk("old", "24.0.2");
        Path jdk = jdk("path", "25");

        assertThat(find(Map.of("JAVA_HOME", old.toString(), "PATH", jdk + "/bin:/usr/bin:/bin")))
                .isEqualTo(jdk);
    }

    @Test
    void aJavaWithoutCompilerIsNoJdk() throws Exception {
        Path runtime = jdk("runtime", "99");
        Files.delete(runtime.resolve("bin/javac"));
        Path jdk = jdk("path", "26-ea");

        assertThat(find(Map.of("JAVA_HOME", runtime.toString(), "PATH", jdk + "/bin:/usr/bin:/bin")))
                .isEqualTo(jdk);
    }

    /** A folder with what the search looks at: the compiler, and the release file with the version. */
    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.toRealPath().resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.createFile(
                jdk.resolve("bin/javac"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private static Path find(Map<String, String> environment) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", ". ./.mvn/find-jdk.sh && printf %s \"$JAVA_HOME\"")
                .directory(Tools.projectRoot().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        shell.environment().putAll(environment);
        Process process = shell.start();
        return Path.of(new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
}
