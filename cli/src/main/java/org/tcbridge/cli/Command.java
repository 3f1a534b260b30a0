package org.tcbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/** A command of the program: its constructor says its options, {@link #call} runs it and gives the exit status. */
abstract class Command implements Callable<Integer> {
    /** picocli's own, but made when it is asked for something: making it looks for Groovy in every jar. */
    private static final IFactory CREATOR = new IFactory() {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return CommandLine.defaultFactory().create(type);
        }
    };

    /** This command as picocli has it. */
    final CommandSpec spec;

    /** Where its options are added. */
    final Options options;

    /**
     * A command without options.
     *
     * @param name as users call it
     * @param description what its help begins with, a paragraph each
     */
    Command(String name, String... description) {
        spec = CommandSpec.wrapWithoutInspection(this, CREATOR).name(name).versionProvider(new Version());
        spec.usageMessage().description(description).sortOptions(false);
        options = new Options(spec);
    }

    /** Lines at the end of its help. */
    final void examples(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
    }

    /** This command, complete; to be called once. */
    final CommandLine complete() {
        options.help();
        return new CommandLine(spec, CREATOR);
    }

    /** Adds a command of this command. */
    final void add(Command command) {
        spec.addSubcommand(command.spec.name(), command.complete());
    }
}
