package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
