package org.tcbridge.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.tcbridge.cli.Main;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Makes the package's folder.
 *
 * @param program the program as the build made it: tcbridge.jar, and lib with the jars that its manifest names
 * @param files what is copied as it is: launchers, the JVM's options
 * @param project the project's folder: license and documents
 * @param folder what is made
 * @param time of all jars: the archive of classes is only used with jars of the time it was made with
 */
record PackageFolder(Path program, Path files, Path project, Path folder, Instant time) {
    private static final String PROGRAM = "program";

    /**
     * Makes it.
     *
     * @param args the components of this record, in their order
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        new PackageFolder(
                        Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), Instant.parse(args[4]))
                .make();
    }

    void make() throws IOException, InterruptedException {
        delete(folder);
        copy(files, folder);
        copy(program, folder.resolve(PROGRAM));
        for (String name : List.of("LICENSE", "README.md", "CHANGELOG.md")) {
            Files.copy(project.resolve(name), folder.resolve(name));
        }
        copy(project.resolve("docs"), folder.resolve("docs"));
        documents(commandLine());
        jars();
        RuntimeImage.link(folder.resolve("runtime"));
        Training.run(folder);
    }

    private static CommandLine commandLine() {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return Main.commandLine(nobody, nobody);
    }

    private void documents(CommandLine commandLine) throws IOException {
        Path pages = Files.createDirectories(folder.resolve("share/man/man1"));
        for (ManPage page : ManPage.all(commandLine.getCommandSpec())) {
            Files.writeString(pages.resolve(page.name() + ".1"), page.text());
        }
        Path completions = Files.createDirectories(folder.resolve("share/bash-completion/completions"));
        Files.writeString(completions.resolve("tcbridge"), AutoComplete.bash("tcbridge", commandLine));
    }

    private void jars() throws IOException {
        Path parts = folder.resolve(PROGRAM);
        for (Path jar : files(parts.resolve("lib"))) {
            LibraryJar.renew(jar, time);
            Files.setLastModifiedTime(jar, FileTime.from(time));
        }
        Files.setLastModifiedTime(parts.resolve("tcbridge.jar"), FileTime.from(time));
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
