package org.tcbridge.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The files of a resource folder beside a class, so that no second list of them has to be kept by hand. */
public final class ResourceFolder {
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
        CodeSource source = beside.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalArgumentException(beside + ": not loaded from a directory or a JAR file");
        }
        String prefix = beside.getPackageName().replace('.', '/') + "/" + folder + "/";
        try {
            Path root = Path.of(source.getLocation().toURI());
            return Files.isDirectory(root) ? inDirectory(root.resolve(prefix)) : inJar(root, prefix);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(source.getLocation() + ": not a file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                    .map(name -> url(URI.create("jar:" + jar.toUri() + "!/" + name)))
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
