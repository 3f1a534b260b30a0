package org.tcbridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --config} does to the other options, and what it gives. */
final class FarmOptions {
    private static final Set<String> BESIDE = Set.of("--config", "--print-config", "--log", "--record");

    private FarmOptions() {}

    /** The file's listeners. */
    static List<FarmListener> read(CommandSpec spec, Optional<Path> file) {
        Path config = file.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "--print-config: expected --config FILE with it"));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!BESIDE.contains(option.longestName())) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--config: expected no %s beside it, each listener has its own"
                                .formatted(option.longestName()));
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            return new FarmReader(Plugins.load(), (name, line) -> {
                        err.println("[" + name + "] " + line);
                        err.flush();
                    })
                    .read(config);
        } catch (FarmException e) {
            throw new ParameterException(spec.commandLine(), "--config: " + e.getMessage(), e);
        }
    }

    /** Prints what they are. */
    static void print(CommandSpec spec, List<FarmListener> listeners) {
        PrintWriter out = spec.commandLine().getOut();
        String text = String.join(
                "\n\n",
                listeners.stream()
                        .map(listener -> String.join("\n", listener.settings()))
                        .toList());
        out.println(text);
        out.flush();
    }

    /** How long their end may take: they end at the same time. */
    static Duration ending(List<FarmListener> listeners) {
        return listeners.stream()
                .map(FarmListener::ending)
                .max(Comparator.naturalOrder())
                .orElse(Shutdown.ALONE);
    }
}
