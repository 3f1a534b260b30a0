package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.proxy.TextTable;
import picocli.CommandLine.ParameterException;

/** Lists what was found. */
final class PluginsCommand extends Command {
    private final Option<List<Path>> stackings;

    PluginsCommand() {
        super("plugins", "Lists the RTOSes, architectures and stackings found, and where each came from.");
        stackings = options.several(
                "--stacking", "FILE", Path.class, "A stacking file of your own; may be given several times.");
        examples(
                "  tcbridge plugins",
                "  tcbridge plugins --stacking my-port.toml",
                "        also checks a stacking file of your own");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.WARN, System.err);
        Plugins plugins = Plugins.load();
        TextTable rtoses = new TextTable();
        plugins.rtoses().forEach(r -> rtoses.row(r.id(), r.title(), Plugins.origin(r)));
        TextTable architectures = new TextTable();
        plugins.architectures().forEach(a -> architectures.row(a.id(), a.title(), Plugins.origin(a)));
        TextTable models = new TextTable();
        for (StackingModel model : catalog(plugins).all()) {
            StackingModel.Header header = model.header();
            // the frame of a CPU's own exceptions belongs to no RTOS
            String rtos = plugins.rtos(header.rtos()).map(Rtos::id).orElse("any RTOS");
            models.row(
                    header.id(),
                    rtos + ", " + String.join(", ", header.architectures()),
                    header.title(),
                    origin(plugins, header));
        }
        PrintWriter out = spec.commandLine().getOut();
        print(out, "RTOSes", rtoses);
        print(out, "Architectures", architectures);
        print(out, "Stackings", models);
        out.flush();
        return 0;
    }

    private StackingCatalog catalog(Plugins plugins) {
        try {
            return StackingCatalog.load(plugins.rtoses(), plugins.architectures(), stackings.value());
        } catch (StackingFormatException | IOException e) {
            throw new ParameterException(spec.commandLine(), "--stacking: " + e.getMessage(), e);
        }
    }

    /** A user's file by its path, a built-in one by the jar it is in. */
    private String origin(Plugins plugins, StackingModel.Header header) {
        if (stackings.value().contains(Path.of(header.origin()))) {
            return header.origin();
        }
        Stream<Object> owners = Stream.concat(
                plugins.rtos(header.rtos()).stream(),
                header.architectures().stream().flatMap(id -> plugins.architecture(id).stream()));
        return owners.findFirst()
                .map(owner -> Plugins.origin(owner) + ": " + header.origin())
                .orElse(header.origin());
    }

    private static void print(PrintWriter out, String heading, TextTable table) {
        out.println(heading);
        List<String> lines = table.lines();
        lines.forEach(line -> out.println("  " + line));
        if (lines.isEmpty()) {
            out.println("  none");
        }
    }
}
