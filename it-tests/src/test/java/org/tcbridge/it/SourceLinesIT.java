package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Section;
import org.tcbridge.elf.dwarf.SourceLine;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.Target;
import org.tcbridge.it.kit.ThreadXFirmware;
import org.tcbridge.it.tools.RequiresTool;

/** Every instruction of every firmware is of the line that gdb says. */
@RequiresTool({"gdb-multiarch", "mb-gdb"})
class SourceLinesIT {
    private static final Pattern LINE = Pattern.compile("Line (\\d+) of \"(.*?)\" .*");

    /** Instructions are no closer, in bytes. */
    private static final int STEP = 2;

    @TempDir
    private Path folder;

    static Stream<Target> targets() {
        return Stream.concat(Stream.of(Firmware.values()), Stream.of(ThreadXFirmware.values()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void asGdbHasThem(Target target) throws Exception {
        ElfFile elf = ElfFile.read(target.elf());
        List<Long> addresses = new ArrayList<>();
        for (Section section :
                elf.sections().stream().filter(Section::executable).toList()) {
            for (long at = section.address(); at < section.address() + section.size(); at += STEP) {
                addresses.add(at);
            }
        }

        List<String> gdb = gdb(target, addresses);

        List<String> ours = addresses.stream()
                .map(at ->
                        hex(at) + " " + elf.line(at).map(SourceLine::toString).orElse("?"))
                .toList();
        assertThat(ours).hasSizeGreaterThan(1000).isEqualTo(gdb);
        assertThat(elf.lineProblems()).isEmpty();
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    private List<String> gdb(Target target, List<Long> addresses) throws Exception {
        Path script = folder.resolve("lines.gdb");
        Files.write(
                script, addresses.stream().map(at -> "info line *" + hex(at)).toList());
        List<String> lines;
        try (Child gdb = Child.start(List.of(
                target.gdb().toString(),
                "-nx",
                "-q",
                "-batch",
                "-iex",
                "set width 0",
                target.elf().toString(),
                "-x",
                script.toString()))) {
            lines = gdb.end().lines().toList();
        }
        assertThat(lines).hasSameSizeAs(addresses);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            boolean known = line.matches();
            assertThat(known || lines.get(i).startsWith("No line number information"))
                    .as(lines.get(i))
                    .isTrue();
            found.add(hex(addresses.get(i)) + " " + (known ? line.group(2) + ":" + line.group(1) : "?"));
        }
        return found;
    }
}
