package org.tcbridge.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class LibraryJarTest {
    private static final Instant TIME = Instant.parse("2025-01-01T00:00:00Z");

    /** Loading a class to its end has the JVM verify all of its code. */
    @Test
    void picoclisClassesHaveStackMapsThatTheJvmAgreesWith(@TempDir Path folder) throws Exception {
        Path jar = Files.copy(jarOf(CommandLine.class), folder.resolve("picocli.jar"));
        assertThat(versions(jar)).contains(ClassFile.JAVA_5_VERSION);

        LibraryJar.renew(jar, TIME);

        assertThat(versions(jar)).contains(ClassFile.JAVA_8_VERSION).doesNotContain(ClassFile.JAVA_5_VERSION);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : classes(jar)) {
                assertThat(Class.forName(name, true, loader).getName()).isEqualTo(name);
            }
        }
    }

    @Test
    void hasNoManifestAndNothingThatOnlyAManifestFinds(@TempDir Path folder) throws Exception {
        Path jar = Files.copy(jarOf(CommandLine.class), folder.resolve("picocli.jar"));
        List<String> before = names(jar);
        assertThat(before).contains(JarFile.MANIFEST_NAME, "META-INF/versions/9/module-info.class");

        LibraryJar.renew(jar, TIME);

        assertThat(names(jar))
                .containsExactlyElementsOf(before.stream()
                        .filter(name -> !name.equals(JarFile.MANIFEST_NAME) && !name.startsWith("META-INF/versions/"))
                        .toList());
    }

    @Test
    void allElseStaysAsItIs(@TempDir Path folder) throws Exception {
        Path original = jarOf(Test.class);
        Path jar = Files.copy(original, folder.resolve("new.jar"));

        LibraryJar.renew(jar, TIME);

        try (JarFile before = new JarFile(original.toFile());
                JarFile after = new JarFile(jar.toFile())) {
            assertThat(names(jar)).contains("org/junit/jupiter/api/Test.class");
            for (String name : names(jar)) {
                assertThat(content(after, name)).isEqualTo(content(before, name));
            }
        }
    }

    private static List<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static byte[] content(JarFile jar, String name) throws IOException {
        return jar.getInputStream(jar.getEntry(name)).readAllBytes();
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        URI location = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(location);
    }

    private static List<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("picocli/") && name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    private static List<Integer> versions(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .map(entry -> {
                        try {
                            return ClassFile.of()
                                    .parse(file.getInputStream(entry).readAllBytes())
                                    .majorVersion();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .distinct()
                    .toList();
        }
    }
}
