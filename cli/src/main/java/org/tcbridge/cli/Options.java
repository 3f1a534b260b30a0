package org.tcbridge.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where the options of a command are added, in the order in which its help lists them. They are said in code, since picocli's
 * annotations are read by reflection, which took some 25 ms of a start.
 *
 * @param command whose they are
 */
record Options(CommandSpec command) {

    /** One that need not be given. */
    <T> Option<T> option(String name, String label, Class<T> type, String description) {
        return add(named(name, label, type, description));
    }

    /** One that has a default; the description says it. */
    <T> Option<T> option(String name, String label, Class<T> type, String ifMissing, String description) {
        return add(named(name, label, type, description + " Default: ${DEFAULT-VALUE}")
                .defaultValue(ifMissing));
    }

    /** One that must be given. */
    <T> Option<T> required(String name, String label, Class<T> type, String description) {
        return add(named(name, label, type, description).required(true));
    }

    /** One that may be given several times; an empty list where it is not. */
    <T> Option<List<T>> several(String name, String label, Class<T> type, String description) {
        return add(list(name, label, type, description));
    }

    /** One that may be given several times, and takes several values with commas between. */
    <T> Option<List<T>> severalWithCommas(String name, String label, Class<T> type, String description) {
        return add(list(name, label, type, description).splitRegex(","));
    }

    /** One without a value. */
    Option<Boolean> flag(String name, String description) {
        return add(
                OptionSpec.builder(name).type(boolean.class).initialValue(false).description(description));
    }

    /** A parameter that must be given. */
    <T> Option<T> parameter(String label, Class<T> type, String description) {
        return add(unnamed(label, "1", description).type(type).required(true));
    }

    /** A parameter that need not be given. */
    <T> Option<T> parameterIfAny(String label, Class<T> type, String description) {
        return add(unnamed(label, "0..1", description).type(type));
    }

    /** Parameters, one at least. */
    <T> Option<List<T>> parameters(String label, Class<T> type, String description) {
        return add(unnamed(label, "1..*", description)
                .type(List.class)
                .auxiliaryTypes(type)
                .required(true));
    }

    /** The options that every command has. */
    void help() {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        command.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    }

    /** The command line that they are on. */
    CommandLine line() {
        return command.commandLine();
    }

    /** A value that makes no sense. */
    ParameterException invalid(String name, String value, String expected) {
        return new ParameterException(
                line(), "Invalid value for option '%s': '%s': expected %s".formatted(name, value, expected));
    }

    private static OptionSpec.Builder named(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .completionCandidates(() -> words(label, type).iterator())
                .description(description);
    }

    /** What completion offers: choices as users write them. */
    private static List<String> words(String label, Class<?> type) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                    .toList();
        }
        return label.contains("|") ? List.of(label.split("\\|", -1)) : List.of();
    }

    private static OptionSpec.Builder list(String name, String label, Class<?> type, String description) {
        return named(name, label, List.class, description).auxiliaryTypes(type).initialValue(List.of());
    }

    private static PositionalParamSpec.Builder unnamed(String label, String arity, String description) {
        return PositionalParamSpec.builder().paramLabel(label).arity(arity).description(description);
    }

    private <T> Option<T> add(OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        command.addOption(option);
        return new Option<>(option);
    }

    private <T> Option<T> add(PositionalParamSpec.Builder builder) {
        PositionalParamSpec parameter = builder.build();
        command.addPositional(parameter);
        return new Option<>(parameter);
    }
}
