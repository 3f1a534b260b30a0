package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tcbridge.cli.snapshot.NamedElf;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is said of a target: its RTOS, its CPU, its program. The same options in every command that knows tasks. */
final class TargetOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--rtos",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "auto: found by the program's symbols; none: pass everything through;"
                    + " or an id that `tcbridge plugins` lists. Default: ${DEFAULT-VALUE}")
    private String rtos = "auto";

    @Option(
            names = "--arch",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "auto: as the server describes it; or an id that `tcbridge plugins` lists."
                    + " Default: ${DEFAULT-VALUE}")
    private String arch = "auto";

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Option(
            names = "--stacking",
            paramLabel = "FILE",
            description = "A text file that says where your kernel port saves registers; may be given several times.")
    private List<Path> stackings = List.of();

    /**
     * What a proxy, or a command that looks at a target once, is started with.
     *
     * @param listen where clients come in
     * @param backend the GDB server; its port need not be known yet
     * @throws ParameterException when an option's value makes no sense; names it
     */
    ProxyConfig config(HostPort listen, HostPort backend, StepParked stepParked) {
        Plugins plugins = Plugins.load();
        List<Rtos> rtoses = chosen("--rtos", () -> plugins.rtoses(rtos));
        List<Architecture> architectures = chosen("--arch", () -> plugins.architectures(arch));
        boolean rtosChosen = !rtos.equals("auto");
        return new ProxyConfig(
                        listen,
                        backend,
                        rtoses,
                        rtosChosen,
                        architectures,
                        catalog(plugins),
                        program.program(spec.commandLine()),
                        stepParked)
                .with(Logging.CONTROL);
    }

    /**
     * What a command that looks at a target once is started with: it knows the program's symbols.
     *
     * @throws ParameterException when there are none, and as {@link #config}
     */
    ProxyConfig look(HostPort backend) {
        ProxyConfig config = config(new HostPort("127.0.0.1", 0), backend, StepParked.RUN);
        if (config.program().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no symbols: expected --elf FILE, the program's ELF file, or --symbols FILE");
        }
        return config;
    }

    /** The program's ELF file, with what tells it from another build's; empty when none was named. */
    Optional<NamedElf> namedElf(ProxyConfig config) {
        Optional<Path> path = program.elfPath();
        try {
            return path.isPresent()
                            && config.program().isPresent()
                            && config.program().get().symbols() instanceof ElfFile elf
                    ? Optional.of(NamedElf.of(path.get(), elf))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--elf: " + Errors.text(e), e);
        }
    }

    private <T> T chosen(String option, Supplier<T> choice) {
        try {
            return choice.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '%s': %s".formatted(option, e.getMessage()), e);
        }
    }

    private StackingCatalog catalog(Plugins plugins) {
        try {
            return StackingCatalog.load(plugins.rtoses(), plugins.architectures(), stackings);
        } catch (StackingFormatException | IOException e) {
            throw new ParameterException(spec.commandLine(), "--stacking: " + e.getMessage(), e);
        }
    }

    /** A value that makes no sense. */
    ParameterException invalid(String option, String value, String expected) {
        return new ParameterException(
                spec.commandLine(),
                "Invalid value for option '%s': '%s': expected %s".formatted(option, value, expected));
    }
}
