package org.tcbridge.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.elf.InvalidSymbolsException;
import org.tcbridge.elf.SymbolList;
import picocli.CommandLine.ParameterException;

/** The program on the target, as users name it: its ELF file, or a list of its symbols. */
final class ProgramOptions {
    /** What means standard input. */
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Options options;
    private final Option<Path> elf;
    private final Option<Path> symbols;

    ProgramOptions(Options options) {
        this.options = options;
        elf = options.option(
                "--elf",
                "FILE",
                Path.class,
                "The program's ELF file. With it the tasks are there whether gdb has symbols or not, and its"
                        + " debug information tells the kernel's layout.");
        symbols = options.option(
                "--symbols",
                "FILE",
                Path.class,
                "In place of --elf: the program's symbols as nm or nm -S prints them, ADDRESS TYPE NAME a line;"
                        + " - reads standard input.");
    }

    /** The ELF file; empty when none was named. */
    Optional<ElfFile> elf() {
        if (elf.given().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ElfFile.read(elf.value()));
        } catch (InvalidElfException e) {
            throw new ParameterException(options.line(), "--elf: " + e.getMessage(), e);
        }
    }

    /** Where the ELF file is; empty when none was named. */
    Optional<Path> elfPath() {
        return elf.given();
    }

    /** The list of symbols; empty when none was named. */
    Optional<SymbolList> symbols() {
        if (symbols.given().isEmpty()) {
            return Optional.empty();
        }
        if (elf.given().isPresent()) {
            throw new ParameterException(options.line(), "--symbols: expected --elf or --symbols, not both");
        }
        Path file = symbols.value();
        try {
            return Optional.of(
                    file.equals(STANDARD_INPUT)
                            ? SymbolList.parse(
                                    "standard input", new String(System.in.readAllBytes(), StandardCharsets.ISO_8859_1))
                            : SymbolList.read(file));
        } catch (InvalidSymbolsException | IOException e) {
            throw new ParameterException(options.line(), "--symbols: " + e.getMessage(), e);
        }
    }

    /** What was named, if anything was. */
    Optional<Program> program() {
        Optional<Program> listed = symbols().map(SymbolList::program);
        return listed.isPresent() ? listed : elf().map(ElfFile::program);
    }
}
