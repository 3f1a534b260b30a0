package org.tcbridge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.proxy.LayoutText;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Prints what a program's file alone tells of its kernel's layout. */
final class LayoutCommand extends Command {
    private final Option<Path> elf;
    private final Option<String> rtos;

    LayoutCommand() {
        super(
                "layout",
                "Prints every offset in the kernel's structs that the program's file tells, and where it does; needs no target.",
                "A list of symbols tells nothing of this: only debug information does.",
                "What the file does not tell, the proxy finds out on the live target: monitor tcbridge layout shows that too.");
        elf = options.required("--elf", "FILE", Path.class, "The program's ELF file.");
        rtos = options.option(
                "--rtos",
                "ID",
                String.class,
                "auto",
                "auto: found by the program's symbols; or an id that `tcbridge plugins` lists.");
        examples("  tcbridge layout --elf firmware.elf");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.WARN, System.err);
        ElfFile program = read();
        Rtos found = find(program, Plugins.load());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        out.println("%s in %s".formatted(found.title(), elf.value()));
        LayoutText.lines(found.declared(program, program.order(), program.pointerBytes()))
                .forEach(out::println);
        out.flush();
        program.types().problems().forEach(problem -> warn(err, "debug information: " + problem));
        if (program.types().source().isEmpty()) {
            warn(err, "no debug information: expected DWARF 2 to 5, which compilers write with -g");
        }
        err.flush();
        return CommandLine.ExitCode.OK;
    }

    private void warn(PrintWriter err, String what) {
        err.println("%s: %s: %s".formatted(spec.qualifiedName(), elf.value(), what));
    }

    private ElfFile read() {
        try {
            return ElfFile.read(elf.value());
        } catch (InvalidElfException e) {
            throw new ParameterException(spec.commandLine(), "--elf: " + e.getMessage(), e);
        }
    }

    private Rtos find(ElfFile program, Plugins plugins) {
        List<Rtos> candidates = rtos.value().equals("auto")
                ? plugins.rtoses()
                : List.of(plugins.rtos(rtos.value())
                        .orElseThrow(() -> options.invalid(
                                "--rtos", rtos.value(), Plugins.expected("auto", plugins.rtoses(), Rtos::id))));
        return candidates.stream()
                .filter(r -> r.requiredSymbols().stream()
                        .allMatch(any -> any.stream().anyMatch(program::has)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--elf: %s: no RTOS that is known: expected the symbols of %s"
                                .formatted(
                                        elf.value(),
                                        candidates.stream()
                                                .map(r -> r.title() + " "
                                                        + r.requiredSymbols().stream()
                                                                .map(any -> any.stream()
                                                                        .sorted()
                                                                        .collect(Collectors.joining(" or ")))
                                                                .collect(Collectors.joining(", ")))
                                                .collect(Collectors.joining("; or ")))));
    }
}
