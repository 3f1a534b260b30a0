package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
     * @throws ParameterException when it is not, or when the command reads that file
     */
    static void checkFolder(CommandSpec spec, String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw invalid(spec, option, file, "expected a file in a folder that is there");
        }
        for (ArgSpec other : spec.commandLine().getParseResult().matchedArgs()) {
            if (!isOption(other, option) && values(other).anyMatch(named -> isSame(named, file))) {
                throw invalid(spec, option, file, "%s is that file too, expected another".formatted(name(other)));
            }
        }
    }

    private static boolean isOption(ArgSpec arg, String name) {
        return arg instanceof OptionSpec option && List.of(option.names()).contains(name);
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** The files that it names. */
    private static Stream<Path> values(ArgSpec arg) {
        Object value = arg.getValue();
        return (value instanceof Collection<?> several ? several.stream() : Stream.of(value))
                .filter(Path.class::isInstance)
                .map(Path.class::cast);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isRegularFile(one) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them is not there
        }
    }

    private static ParameterException invalid(CommandSpec spec, String option, Path file, String expected) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '%s': '%s': %s".formatted(option, file, expected));
    }
}
