package org.tcbridge.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tcbridge.cli.Main;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Manual pages and completion have every command and option that the program has. */
final class DocumentsTest {
    private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());
    private static final CommandLine PROGRAM = Main.commandLine(NOBODY, NOBODY);
    private static final String COMPLETION = AutoComplete.bash("tcbridge", PROGRAM);

    static Stream<CommandSpec> commands() {
        return commands(PROGRAM.getCommandSpec());
    }

    private static Stream<CommandSpec> commands(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(subcommand -> !subcommand.usageMessage().hidden())
                        .flatMap(DocumentsTest::commands));
    }

    @Test
    void aPageForEachCommand() {
        assertThat(ManPage.all(PROGRAM.getCommandSpec()))
                .extracting(ManPage::name)
                .containsExactlyElementsOf(
                        commands().map(command -> command.qualifiedName("-")).toList())
                .contains("tcbridge", "tcbridge-proxy", "tcbridge-pipe", "tcbridge-stacking-check")
                .doesNotContain("tcbridge-train");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void thePageHasTheOptionsAndTheSubcommands(CommandSpec command) {
        String name = command.qualifiedName("-");
        String page = ManPage.all(PROGRAM.getCommandSpec()).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();

        command.options()
                .forEach(option ->
                        assertThat(page).contains("\n.TP\n.B " + ManPage.escaped(String.join(", ", option.names()))));
        commands(command)
                .filter(subcommand -> command.equals(subcommand.parent()))
                .forEach(subcommand -> assertThat(page)
                        .contains("\n.BR " + ManPage.escaped(subcommand.qualifiedName("-")) + " (1)\n"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCompletionHasTheCommandWithItsOptions(CommandSpec command) {
        String begin = "\nfunction _picocli_" + command.qualifiedName("_") + "() {\n";
        assertThat(COMPLETION).contains(begin);
        String function = COMPLETION.substring(COMPLETION.indexOf(begin));
        function = function.substring(0, function.indexOf("\n}\n"));

        assertThat(function)
                .contains(command.options().stream()
                        .flatMap(option -> Stream.of(option.names()))
                        .toList());
    }

    @Test
    void textIsNoMacroAndNoEscape() {
        assertThat(List.of(
                        ManPage.escaped(".config is read"),
                        ManPage.escaped("'m' reads"),
                        ManPage.escaped("--elf C:\\f.elf")))
                .containsExactly("\\&.config is read", "\\&'m' reads", "\\-\\-elf C:\\ef.elf");
    }
}
