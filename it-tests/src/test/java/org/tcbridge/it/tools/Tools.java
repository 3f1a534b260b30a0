package org.tcbridge.it.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that tests start, and where they are. */
public final class Tools {

    /** The one command that installs every tool, for the reason of a skip. */
    public static final String INSTALL = "it-tests/tools/install";

    private Tools() {}

    /**
     * Finds a program on PATH or in the cache folder that {@value #INSTALL} fills.
     *
     * @param name the program's file name, such as {@code gdb-multiarch} or {@code mb-gdb}
     * @return its path, or empty when it is not there
     */
    public static Optional<Path> find(String name) {
        return Stream.concat(
                        Stream.of(cache().resolve(name).resolve("bin")),
                        Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "")
                                        .split(File.pathSeparator, -1))
                                .map(Path::of))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The path of a program that the test declared with {@link RequiresTool}.
     *
     * @param name the program's file name
     * @return its path
     * @throws IllegalStateException when the program is not there
     */
    public static Path path(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(name + " is not installed: run " + INSTALL
                        + " and declare it with @RequiresTool(\"" + name + "\")"));
    }

    /** The project's root folder, whichever folder the tests run in. */
    public static Path projectRoot() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder with mvnw at or above " + start);
    }

    /** True when a missing tool must fail the test instead of skipping it: CI=true, or tcbridge.require-tools. */
    static boolean required() {
        return "true".equals(System.getenv("CI")) || Boolean.getBoolean("tcbridge.require-tools");
    }

    private static Path cache() {
        String home = System.getenv("XDG_CACHE_HOME");
        Path base = home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(home);
        return base.resolve("tcbridge");
    }
}
