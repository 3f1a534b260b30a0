package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

final class MainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy ",
                "pipe ",
                "replay ",
                "log ",
                "threads ",
                "demo ",
                "plugins ",
                "stacking ",
                "layout ",
                "snapshot ",
                "serve ",
                "core "
            })
    void helpHasExamples(String command) {
        Cli cli = Cli.run((command + "--help").split(" "));

        assertThat(cli.status()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).startsWith(("Usage: tcbridge " + command).stripTrailing());
        assertThat(cli.out()).contains("\nExamples:\n  tcbridge ");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "log, parameter: 'FILE'",
                "serve, parameter: 'FILE'",
                "stacking show, parameter: 'ID'",
                "stacking check, parameter: 'FILE'",
                "replay, `options and parameters: '--as=server|client', 'FILE'`",
                "layout, option: '--elf=FILE'",
                "snapshot, option: '-o=FILE'",
                "core, option: '-o=CORE'",
            })
    void whatIsMissingIsNamed(String command, String missing) {
        assertThat(Cli.run(command.split(" ")))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge %s: Missing required %s (see tcbridge %s --help)%n"
                                .formatted(command, missing, command)));
    }

    /** What the command reads would be gone. */
    @Test
    void whatIsWrittenIsNotWhatIsRead(@TempDir Path folder) throws Exception {
        Path read = Files.writeString(folder.resolve("f.elf"), "read");
        Path link = Files.createSymbolicLink(folder.resolve("link"), read);
        for (String[] line : new String[][] {
            {"core", "FILE", read.toString(), "-o", link.toString()},
            {"core", "--elf", "--elf", read.toString(), "-o", link.toString()},
            {"snapshot", "--symbols", "--symbols", link.toString(), "-o", read.toString()},
            {"proxy", "--elf", "--elf", read.toString(), "--record", link.toString()},
            {"proxy", "--config", "--config", read.toString(), "--record", read.toString()},
            {"threads", "--elf", "--elf", read.toString(), "--junit", read.toString()},
        }) {
            List<String> args = new ArrayList<>(List.of(line));
            String other = args.remove(1);
            assertThat(Cli.run(args.toArray(String[]::new)).err())
                    .contains(": %s is that file too, expected another (see".formatted(other));
            assertThat(read).hasContent("read");
        }
    }

    @Test
    void completionOffersWhatIsTaken() {
        CommandSpec proxy = program("proxy");
        assertThat(proxy.findOption("--cache").completionCandidates()).containsExactly("off", "code", "halted");
        assertThat(proxy.findOption("--conditions").completionCandidates()).containsExactly("gdb", "tcbridge");
        assertThat(proxy.findOption("--step-parked").completionCandidates()).containsExactly("run", "refuse");
        assertThat(proxy.findOption("--log").completionCandidates())
                .containsExactly("error", "warn", "info", "debug", "trace");
        assertThat(proxy.findOption("--elf").completionCandidates()).isEmpty();
        assertThat(program("replay").findOption("--as").completionCandidates()).containsExactly("server", "client");
    }

    private static CommandSpec program(String command) {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return Objects.requireNonNull(
                        Main.commandLine(nobody, nobody).getSubcommands().get(command))
                .getCommandSpec();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "threads --timeout x    | '--timeout': 'x': expected a whole number",
                "threads --max-stack 8% | '--max-stack': '8%': expected a whole number",
                "layout --elf=          | '--elf': '': expected the name of a file",
            })
    void valuesThatCannotBe(String line, String message) {
        String command = line.substring(0, line.indexOf(' '));
        assertThat(Cli.run(line.split(" ")))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge %s: Invalid value for option %s (see tcbridge %1$s --help)%n"
                                .formatted(command, message)));
    }

    /** A script must not take a table that the disk has no room for as a good one. */
    @Test
    void whatCannotBePrintedIsAFailure() {
        assertThat(failing("No space left on device", "plugins"))
                .isEqualTo(new Cli(1, "", "tcbridge: standard output cannot be written: No space left on device\n"));
        assertThat(failing("No space left on device", "no-such-command").status())
                .isEqualTo(2);
    }

    /** As every program before {@code head} ends. */
    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        assertThat(failing("Broken pipe", "plugins")).isEqualTo(new Cli(141, "", ""));
        assertThat(failing("Broken pipe", "no-such-command").status()).isEqualTo(2);
    }

    private static Cli failing(String message, String... args) {
        StringWriter err = new StringWriter();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(message);
            }
        };
        int status = Main.run(new StandardOutput(full), StandardCharsets.UTF_8, new PrintWriter(err, true), args);
        return new Cli(status, "", err.toString());
    }

    @Test
    void helpOfACommandByTheHelpCommand() {
        assertThat(Cli.run("help", "plugins")).isEqualTo(Cli.run("plugins", "--help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "proxy --version"})
    void version(String args) {
        assertThat(Cli.run(args.split(" "))).isEqualTo(new Cli(0, "tcbridge (not packaged)\n", ""));
    }

    @Test
    void theCommandsOfTheHelp() {
        assertThat(Cli.run("--help").out())
                .contains(
                        "\n  proxy ",
                        "\n  pipe ",
                        "\n  replay ",
                        "\n  log ",
                        "\n  threads ",
                        "\n  snapshot ",
                        "\n  serve ",
                        "\n  core ",
                        "\n  demo ",
                        "\n  plugins ",
                        "\n  layout ")
                .doesNotContain("capture")
                .doesNotContain("train");
    }

    @Test
    void noCommand() {
        assertThat(Cli.run())
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge: no command: expected one of proxy, pipe, replay, log, demo, plugins,"
                                + " stacking, layout, threads, snapshot, serve, core (see tcbridge --help)\n"));
    }

    @Test
    void unknownCommand() {
        assertThat(Cli.run("prox"))
                .isEqualTo(new Cli(2, "", "tcbridge: Unmatched argument at index 0: 'prox' (see tcbridge --help)\n"));
    }

    @Test
    void unknownOption() {
        assertThat(Cli.run("plugins", "--lsten"))
                .isEqualTo(
                        new Cli(2, "", "tcbridge plugins: Unknown option: '--lsten' (see tcbridge plugins --help)\n"));
    }
}
