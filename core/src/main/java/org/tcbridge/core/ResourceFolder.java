package org.tcbridge.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The files of a resource folder beside a class, so that no second list of them has to be kept by hand. */
public final class ResourceFolder {
    private static final String JAR = "jar:";

    private ResourceFolder() {}

    /**
     * Lists a folder.
     *
     * @param beside a class in the folder's package, in the same directory tree or JAR file
     * @param folder name of a folder in that package
     * @return the files directly in it, by name; empty when there is no such folder
     * @throws UncheckedIOException when the class's directory or JAR file cannot be read
     */
    public static List<URL> list(Class<?> beside, String folder) {
        Path root = origin(beside);
        String prefix = beside.getPackageName().replace('.', '/') + "/" + folder + "/";
        try {
            return Files.isDirectory(root) ? inDirectory(root.resolve(prefix)) : inJar(root, prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a class comes from, as its class loader finds it now. (The code source of a class from an archive of the JVM's is
     * where the jar was when the archive was made.)
     *
     * @return a directory or a JAR file
     * @throws IllegalArgumentException when it comes from neither
     */
    public static Path origin(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource("/" + name);
        String root =
                url == null ? "" : url.toString().substring(0, url.toString().length() - name.length());
        String file = root.startsWith(JAR) ? root.substring(JAR.length(), root.length() - "!/".length()) : root;
        if (!file.startsWith("file:")) {
            throw new IllegalArgumentException(type + ": not loaded from a directory or a JAR file");
        }
        return Path.of(URI.create(file));
    }

    private static List<URL> inDirectory(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(Path::toUri)
                    .map(ResourceFolder::url)
                    .toList();
        }
    }

    private static List<URL> inJar(Path jar, String prefix) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix)
                            && name.length() > prefix.length()
                            && name.indexOf('/', prefix.length()) < 0)
                    .sorted()
                    .map(name -> url(URI.create(JAR + jar.toUri() + "!/" + name)))
                    .toList();
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(uri + ": not a URL", e);
        }
    }
}
