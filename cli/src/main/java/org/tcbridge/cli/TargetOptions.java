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
import picocli.CommandLine.ParameterException;

/** What is said of a target: its RTOS, its CPU, its program. The same options in every command that knows tasks. */
final class TargetOptions {
    private final Options options;
    private final Option<String> rtos;
    private final Option<String> arch;
    private final ProgramOptions program;
    private final Option<List<Path>> stackings;

    TargetOptions(Options options) {
        this.options = options;
        rtos = options.option(
                "--rtos",
                "ID",
                String.class,
                "auto",
                "auto: found by the program's symbols; none: pass everything through;"
                        + " or an id that `tcbridge plugins` lists.");
        arch = options.option(
                "--arch",
                "ID",
                String.class,
                "auto",
                "auto: as the server describes it; or an id that `tcbridge plugins` lists.");
        program = new ProgramOptions(options);
        stackings = options.several(
                "--stacking",
                "FILE",
                Path.class,
                "A text file that says where your kernel port saves registers; may be given several times.");
    }

    /**
     * What a proxy, or a command that looks at a target once, is started with.
     *
     * @param listen where clients come in
     * @param backend the GDB server; its port need not be known yet
     * @throws ParameterException when an option's value makes no sense; names it
     */
    ProxyConfig config(HostPort listen, HostPort backend, StepParked stepParked) {
        Plugins plugins = Plugins.load();
        List<Rtos> rtoses = chosen("--rtos", () -> plugins.rtoses(rtos.value()));
        List<Architecture> architectures = chosen("--arch", () -> plugins.architectures(arch.value()));
        boolean rtosChosen = !rtos.value().equals("auto");
        return new ProxyConfig(
                        listen,
                        backend,
                        rtoses,
                        rtosChosen,
                        architectures,
                        catalog(plugins),
                        program.program(),
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
                    options.line(), "no symbols: expected --elf FILE, the program's ELF file, or --symbols FILE");
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
            throw new ParameterException(options.line(), "--elf: " + Errors.text(e), e);
        }
    }

    private <T> T chosen(String option, Supplier<T> choice) {
        try {
            return choice.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    options.line(), "Invalid value for option '%s': %s".formatted(option, e.getMessage()), e);
        }
    }

    private StackingCatalog catalog(Plugins plugins) {
        try {
            return StackingCatalog.load(plugins.rtoses(), plugins.architectures(), stackings.value());
        } catch (StackingFormatException | IOException e) {
            throw new ParameterException(options.line(), "--stacking: " + e.getMessage(), e);
        }
    }
}
