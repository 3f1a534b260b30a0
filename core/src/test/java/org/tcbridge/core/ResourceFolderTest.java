package org.tcbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceFolderTest {
    private static final String PACKAGE = "org/tcbridge/core/";

    @TempDir
    private Path temp;

    @Test
    void listsADirectory() throws Exception {
        Path root = temp.resolve("classes");
        Files.createDirectories(root.resolve(PACKAGE + "folder/deeper"));
        Files.write(root.resolve(PACKAGE + "ResourceFolder.class"), classBytes());
        Files.writeString(root.resolve(PACKAGE + "folder/b.txt"), "two");
        Files.writeString(root.resolve(PACKAGE + "folder/a.txt"), "one");
        Files.writeString(root.resolve(PACKAGE + "folder/deeper/c.txt"), "three");
        assertThat(contents(root.toUri().toURL(), "folder")).containsExactly("one", "two");
    }

    @Test
    void listsAJarWithoutDirectoryEntries() throws Exception {
        Path jar = temp.resolve("some jar.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            entry(out, PACKAGE + "ResourceFolder.class", classBytes());
            entry(out, PACKAGE + "folder/b.txt", "two".getBytes(StandardCharsets.UTF_8));
            entry(out, PACKAGE + "folder/a.txt", "one".getBytes(StandardCharsets.UTF_8));
            entry(out, PACKAGE + "folder/deeper/c.txt", "three".getBytes(StandardCharsets.UTF_8));
            entry(out, PACKAGE + "folderol/d.txt", "four".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(contents(jar.toUri().toURL(), "folder")).containsExactly("one", "two");
    }

    @Test
    void absentFolderIsEmpty() {
        assertThat(ResourceFolder.list(ResourceFolder.class, "no-such-folder")).isEmpty();
    }

    private static List<String> contents(URL root, String folder) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {root}, null)) {
            Class<?> beside = loader.loadClass("org.tcbridge.core.ResourceFolder");
            return ResourceFolder.list(beside, folder).stream()
                    .map(ResourceFolderTest::read)
                    .toList();
        }
    }

    private static String read(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] classBytes() throws IOException {
        try (InputStream in = ResourceFolder.class.getResourceAsStream("ResourceFolder.class")) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
