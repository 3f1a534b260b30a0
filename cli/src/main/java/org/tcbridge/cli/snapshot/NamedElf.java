package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tcbridge.cli.snapshot.StoppedTarget.ProgramFile;
import org.tcbridge.elf.ElfFile;

/**
 * A program's ELF file, and what tells it from another build's.
 *
 * @param file name and digest
 */
public record NamedElf(ElfFile elf, ProgramFile file) {
    /** The file that {@code elf} was read from. */
    public static NamedElf of(Path path, ElfFile elf) throws IOException {
        String digest = Sha256.of(Files.readAllBytes(path));
        return new NamedElf(
                elf, new ProgramFile(String.valueOf(path.getFileName()), digest, elf.machine(), elf.order()));
    }
}
