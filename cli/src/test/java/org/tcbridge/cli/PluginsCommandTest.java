package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginsCommandTest {
    @TempDir
    Path folder = Path.of("");

    private static List<String> section(String out, String heading) {
        List<String> lines = out.lines().toList();
        int start = lines.indexOf(heading) + 1;
        int end = start;
        while (end < lines.size() && lines.get(end).startsWith("  ")) {
            end++;
        }
        return lines.subList(start, end);
    }

    @Test
    void listsWhatWasFoundAndWhereItCameFrom() {
        Cli cli = Cli.run("plugins");

        assertThat(cli.status()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(section(cli.out(), "RTOSes"))
                .anySatisfy(line -> assertThat(line).matches("  freertos +FreeRTOS .*  \\S*rtos-freertos\\S*"));
        assertThat(section(cli.out(), "Architectures"))
                .anySatisfy(line -> assertThat(line).matches("  arm-m +\\S.*  \\S*arch-arm\\S*"))
                .anySatisfy(line -> assertThat(line).matches("  microblaze +\\S.*  \\S*arch-microblaze\\S*"));
        assertThat(section(cli.out(), "Stackings"))
                .anySatisfy(line -> assertThat(line)
                        .matches("  freertos-arm-cm4f +freertos, arm-m +\\S.*"
                                + "  \\S*rtos-freertos\\S*: freertos-arm-cm4f\\.toml"))
                .anySatisfy(line -> assertThat(line)
                        .matches(
                                "  arm-m-exception +any RTOS, arm-m +\\S.*  \\S*arch-arm\\S*: arm-m-exception\\.toml"));
    }

    @Test
    void aStackingFileOfTheUsersOwnComesFirst() throws IOException {
        Path file = Files.writeString(folder.resolve("my-port.toml"), """
                id = "my-port"
                title = "A port of my own"
                rtos = "freertos"
                architecture = "arm-m"
                source = "my-port.c"
                frame = ["r4", "r5", "pc"]

                [registers]
                sp = "top"
                """);

        Cli cli = Cli.run("plugins", "--stacking", file.toString());

        assertThat(cli.err()).isEmpty();
        assertThat(section(cli.out(), "Stackings").getFirst())
                .matches("  my-port +freertos, arm-m +A port of my own +" + file);
    }

    @Test
    void aStackingFileThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.toml"), "id = 7\n");
        Path missing = folder.resolve("missing.toml");

        Cli bad = Cli.run("plugins", "--stacking", file.toString());
        Cli gone = Cli.run("plugins", "--stacking", missing.toString());

        assertThat(bad.status()).isEqualTo(2);
        assertThat(bad.err())
                .startsWith("tcbridge plugins: --stacking: " + file + ":")
                .hasLineCount(1);
        assertThat(gone.status()).isEqualTo(2);
        assertThat(gone.err())
                .startsWith("tcbridge plugins: --stacking: " + missing + ": no such file")
                .hasLineCount(1);
    }
}
