package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StackingCommandTest {
    @TempDir
    Path folder = Path.of("");

    private Path file(String frame) throws IOException {
        return Files.writeString(folder.resolve("my-port.toml"), """
                id = "my-port"
                title = "A port of my own"
                rtos = "freertos"
                architecture = "arm-m"
                source = "my-port.c"
                frame = [%s]

                [registers]
                sp = "top"
                """.formatted(frame));
    }

    @Test
    void listsTheBuiltInFiles() {
        Cli cli = Cli.run("stacking", "list");

        assertThat(cli.status()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .containsPattern("(?m)^freertos-arm-cm4f +freertos +arm-m +FreeRTOS ports ARM_CM4F and ARM_CM7$")
                .containsPattern("(?m)^threadx-arm-d32 +threadx +arm +ThreadX ports")
                .containsPattern("(?m)^arm-m-exception +exception +arm-m ");
    }

    @Test
    void showsABuiltInFileThatIsAGoodOneToBeginWith() throws IOException {
        Cli cli = Cli.run("stacking", "show", "freertos-arm-cm4f");

        assertThat(cli.status()).isZero();
        assertThat(cli.out()).startsWith("id = \"freertos-arm-cm4f\"\n").contains("EXC_RETURN");
        Path copy = Files.writeString(folder.resolve("copy.toml"), cli.out());
        assertThat(Cli.run("stacking", "check", copy.toString()).out())
                .isEqualTo(copy + ": freertos-arm-cm4f, for freertos on arm-m: frames of at most 208 bytes\n");
    }

    @Test
    void aFileThatIsNotThereIsToldFromThoseThatAre() {
        Cli cli = Cli.run("stacking", "show", "freertos-arm-cm4");

        assertThat(cli.status()).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("tcbridge stacking show: 'freertos-arm-cm4': expected one of ")
                .contains("freertos-arm-cm4f")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"r4\", \"r99\", \"pc\"'|:6:16: arm-m has no register \"r99\": expected one of basepri control d0 ",
                "'\"r4\", \"pc\", \"r4\"'|:6:22: slot \"r4\" is in the frame twice: expected once",
                "'\"r11\", \"pc\", \"fp\"'|:6:23: slot \"fp\" is the same register as \"r11\": expected it once",
                "'\"r4\", { when = \"1\", slots = [\"pc\", \"r4\"] }'|:6:16: slot \"r4\" is in the frame twice: expected once",
                "'\"pc:99\"'|:6:10: slot \"pc:99\": 99 bytes: expected 1 to 64",
            })
    void whatIsWrongWithAFileIsSaidWithItsPlace(String frame, String error) throws IOException {
        Path file = file(frame);

        Cli cli = Cli.run("stacking", "check", file.toString());

        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err())
                .startsWith("tcbridge stacking check: " + file + error)
                .hasLineCount(1);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void theGuideEndsWithAFileThatPasses() throws IOException {
        String guide = Files.readString(Path.of("../docs/stacking.md"));
        int start = guide.lastIndexOf("```toml\n") + "```toml\n".length();
        Path file =
                Files.writeString(folder.resolve("my-port.toml"), guide.substring(start, guide.indexOf("```", start)));

        Cli cli = Cli.run("stacking", "check", file.toString());

        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).startsWith(file.toString());
        assertThat(guide).contains("    " + cli.out().replace(file.toString(), "my-port.toml"));
    }

    @Test
    void everyFileIsChecked() throws IOException {
        Path good = file("\"pc\", \"WORD\"");
        Path missing = folder.resolve("missing.toml");

        Cli cli = Cli.run("stacking", "check", missing.toString(), good.toString());

        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("tcbridge stacking check: " + missing + ": no such file\n");
        assertThat(cli.out()).isEqualTo(good + ": my-port, for freertos on arm-m: frames of at most 8 bytes\n");
    }

    @Test
    void aFileThatIsNoTextIsSaidToBeNone() throws IOException {
        Path binary = Files.write(folder.resolve("my-port.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(Cli.run("stacking", "check", binary.toString()))
                .isEqualTo(new Cli(
                        1,
                        "",
                        "tcbridge stacking check: " + binary
                                + ": cannot be read: no UTF-8 text: expected a stacking file\n"));
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        Cli cli = Cli.run("stacking");

        assertThat(cli.status()).isEqualTo(2);
        assertThat(cli.err()).startsWith("tcbridge stacking: no command: expected list, show or check");
    }
}
