package org.tcbridge.dist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command's manual page, from what its {@code --help} is made of, in man(7)'s macros.
 *
 * @param name of the page: the command's whole name with hyphens
 * @param text what {@code man} renders
 */
record ManPage(String name, String text) {

    /** The pages of a command and of all its subcommands, as deep as they go; hidden ones have none. */
    static List<ManPage> all(CommandSpec command) {
        List<ManPage> pages = new ArrayList<>(List.of(of(command)));
        subcommands(command).forEach(subcommand -> pages.addAll(all(subcommand)));
        return pages;
    }

    private static ManPage of(CommandSpec command) {
        String name = pageName(command);
        StringBuilder page = new StringBuilder(".TH %s 1 \"\" \"%s\" \"tcbridge\"\n"
                .formatted(name.toUpperCase(Locale.ROOT), escaped(String.join(" ", command.version()))));
        List<String> description = description(command);
        section(page, "NAME", List.of(name + " - " + lowerCased(description.getFirst())));
        page.append(".SH SYNOPSIS\n.nf\n.B ").append(escaped(synopsis(command))).append("\n.fi\n");
        section(page, "DESCRIPTION", description);
        if (!command.positionalParameters().isEmpty()) {
            page.append(".SH ARGUMENTS\n");
            command.positionalParameters().forEach(parameter -> entry(page, label(parameter), parameter));
        }
        List<OptionSpec> options =
                command.options().stream().filter(option -> !option.hidden()).toList();
        page.append(".SH OPTIONS\n");
        options.forEach(option -> entry(page, label(option), option));
        List<CommandSpec> subcommands = subcommands(command);
        if (!subcommands.isEmpty()) {
            page.append(".SH COMMANDS\n");
            for (CommandSpec subcommand : subcommands) {
                page.append(".TP\n.BR ")
                        .append(escaped(pageName(subcommand)))
                        .append(" (1)\n")
                        .append(escaped(description(subcommand).getFirst()))
                        .append('\n');
            }
        }
        List<String> footer = lines(command.usageMessage().footer());
        if (!footer.isEmpty()) {
            page.append(".SH EXAMPLES\n.nf\n");
            footer.forEach(line -> page.append(escaped(line)).append('\n'));
            page.append(".fi\n");
        }
        CommandSpec parent = command.parent();
        if (parent != null) {
            page.append(".SH \"SEE ALSO\"\n.BR ")
                    .append(escaped(pageName(parent)))
                    .append(" (1)\n");
        }
        return new ManPage(name, page.toString());
    }

    private static String pageName(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private static List<CommandSpec> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(line -> line.getCommandSpec())
                .filter(spec -> !spec.usageMessage().hidden())
                .toList();
    }

    /** What the help begins with, without empty lines. */
    private static List<String> description(CommandSpec command) {
        return Stream.of(command.usageMessage().header(), command.usageMessage().description())
                .flatMap(part -> lines(part).stream())
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String synopsis(CommandSpec command) {
        return command.commandLine().getHelp().synopsis(0).strip();
    }

    private static void section(StringBuilder page, String title, List<String> lines) {
        page.append(".SH ").append(title).append('\n');
        lines.forEach(line -> page.append(escaped(line)).append('\n'));
    }

    private static void entry(StringBuilder page, String label, ArgSpec described) {
        page.append(".TP\n.B ").append(escaped(label)).append('\n');
        lines(described.description())
                .forEach(line -> page.append(escaped(line)).append('\n'));
    }

    private static String label(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private static String label(PositionalParamSpec parameter) {
        return parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
    }

    /** picocli's lines without its markup; {@code %n} in them begins a new one. */
    private static List<String> lines(String... described) {
        return Arrays.stream(described)
                .flatMap(line -> Stream.of(Ansi.OFF.string(line).formatted().split("\\R", -1)))
                .toList();
    }

    private static String lowerCased(String sentence) {
        String plain = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }

    /** Text that troff takes for text: no macro at its begin, no escape in it, hyphens that can be copied. */
    static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
