package org.tcbridge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Files that commands write: what cannot become one is said before a target is looked at. */
final class OutputFile {
    private OutputFile() {}

    /**
     * A file that replaces what is there, with others beside it.
     *
     * @throws ParameterException when a folder or a device is there, or its folder is not
     */
    static void check(CommandSpec spec, String option, Path file) {
        checkFolder(spec, option, file);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw invalid(spec, option, file, "this is a folder or a device, expected the name of a file");
        }
    }

    /**
     * A file of which only the folder must be there: it may be standard output.
     *
     * @throws ParameterException when it is not
     */
    static void checkFolder(CommandSpec spec, String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw invalid(spec, option, file, "expected a file in a folder that is there");
        }
    }

    private static ParameterException invalid(CommandSpec spec, String option, Path file, String expected) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '%s': '%s': %s".formatted(option, file, expected));
    }
}
