package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.stacking.StackingModel;
import org.tcbridge.proxy.TextTable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Looks at stacking files. */
final class StackingCommand extends Command {
    StackingCommand() {
        super("stacking", "Lists, shows and checks stacking files: where ports save the registers of parked tasks.");
        add(new ListBuiltIn());
        add(new ShowBuiltIn());
        add(new CheckFiles());
        examples(
                "  tcbridge stacking list",
                "  tcbridge stacking show freertos-arm-cm4f > my-port.toml",
                "        begins a file of your own with one that is much like it",
                "  tcbridge stacking check my-port.toml");
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no command: expected list, show or check");
    }

    private static StackingCatalog catalog(Plugins plugins, List<Path> files)
            throws StackingFormatException, IOException {
        Logging.start(LogLevel.WARN, System.err);
        return StackingCatalog.load(plugins.rtoses(), plugins.architectures(), files);
    }

    private static List<StackingModel> builtIn() {
        try {
            return catalog(Plugins.load(), List.of()).all();
        } catch (StackingFormatException | IOException e) {
            throw new IllegalStateException("a built-in stacking file cannot be used: " + e.getMessage(), e);
        }
    }

    private static String summary(Plugins plugins, Path file) throws StackingFormatException, IOException {
        StackingModel model = catalog(plugins, List.of(file)).all().getFirst();
        String sizes = model.header().architectures().stream()
                .map(id ->
                        plugins.architecture(id).map(Architecture::pointerBytes).orElse(Integer.BYTES))
                .map(bytes -> Integer.toString(model.mostBytes(bytes)))
                .distinct()
                .collect(Collectors.joining(" or "));
        return "%s: %s, for %s on %s: frames of at most %s bytes"
                .formatted(
                        file,
                        model.header().id(),
                        model.header().rtos(),
                        String.join(", ", model.header().architectures()),
                        sizes);
    }

    private static final class ListBuiltIn extends Command {
        ListBuiltIn() {
            super("list", "Lists the built-in files.");
        }

        @Override
        public Integer call() {
            TextTable table = new TextTable();
            for (StackingModel model : builtIn()) {
                StackingModel.Header header = model.header();
                table.row(header.id(), header.rtos(), String.join(", ", header.architectures()), header.title());
            }
            PrintWriter out = spec.commandLine().getOut();
            table.lines().forEach(out::println);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }

    private static final class ShowBuiltIn extends Command {
        private final Option<String> id;

        ShowBuiltIn() {
            super("show", "Prints a built-in file.");
            id = options.parameter("ID", String.class, "As list shows it.");
        }

        @Override
        public Integer call() {
            List<StackingModel> models = builtIn();
            StackingModel model = models.stream()
                    .filter(m -> m.header().id().equals(id.value()))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "'%s': expected one of %s"
                                    .formatted(
                                            id.value(),
                                            models.stream()
                                                    .map(m -> m.header().id())
                                                    .collect(Collectors.joining(", ")))));
            PrintWriter out = spec.commandLine().getOut();
            out.print(model.text());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }

    private static final class CheckFiles extends Command {
        private final Option<List<Path>> files;

        CheckFiles() {
            super(
                    "check",
                    "Checks files of your own: the first error of each, and exit status 1, or what each is for.");
            files = options.parameters("FILE", Path.class, "Stacking files.");
        }

        @Override
        public Integer call() {
            Plugins plugins = Plugins.load();
            PrintWriter out = spec.commandLine().getOut();
            int status = CommandLine.ExitCode.OK;
            for (Path file : files.value()) {
                try {
                    out.println(summary(plugins, file));
                } catch (StackingFormatException | IOException e) {
                    spec.commandLine().getErr().println("tcbridge stacking check: " + e.getMessage());
                    status = CommandLine.ExitCode.SOFTWARE;
                }
            }
            out.flush();
            return status;
        }
    }
}
