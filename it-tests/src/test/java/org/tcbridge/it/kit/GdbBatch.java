package org.tcbridge.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A gdb that runs a list of commands and ends.
 *
 * @param commands the commands, as they were given
 * @param answers what gdb printed for each, without the line end
 * @param output all it printed, also before the first command
 */
public record GdbBatch(List<String> commands, List<String> answers, String output) {
    private static final String MARK = "@@@ ";
    private static final Pattern THREAD = Pattern.compile("(?m)^[* ] \\d+ +Thread [0-9.]+ \"(.*?)\" \\(");

    /** Runs the commands with the gdb and the ELF file of a target, connected to a port. */
    public static GdbBatch run(Target target, int port, String... commands) throws IOException, InterruptedException {
        return run(target.gdb(), List.of(), Optional.of(target.elf()), port, commands);
    }

    /**
     * Runs the commands, connected to a port; one that fails does not keep the next from running.
     *
     * @param settings commands before the connection
     */
    public static GdbBatch run(Path gdb, List<String> settings, Optional<Path> elf, int port, String... commands)
            throws IOException, InterruptedException {
        return connect(gdb, settings, elf, "127.0.0.1:" + port, commands);
    }

    /** Runs the commands with the gdb and the ELF file of a target, connected to what {@code target remote} takes. */
    public static GdbBatch at(Target target, String remote, String... commands)
            throws IOException, InterruptedException {
        return connect(target.gdb(), List.of(), Optional.of(target.elf()), remote, commands);
    }

    private static GdbBatch connect(
            Path gdb, List<String> settings, Optional<Path> elf, String remote, String... commands)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("target remote " + remote));
        all.addAll(Arrays.asList(commands));
        List<String> line = new ArrayList<>(List.of(gdb.toString(), "-nx", "-q", "-batch"));
        for (String setting : List.of("width 0", "height 0", "confirm off", "print thread-events off")) {
            line.addAll(List.of("-iex", "set " + setting));
        }
        settings.forEach(setting -> line.addAll(List.of("-iex", setting)));
        elf.ifPresent(file -> line.add(file.toString()));
        for (String command : all) {
            line.addAll(List.of("-ex", "echo " + MARK + "\\n", "-ex", command));
        }
        try (Child child = Child.start(line)) {
            String output = child.end();
            return new GdbBatch(List.of(commands), answers(output, all.size()), output);
        }
    }

    private static List<String> answers(String output, int count) {
        String[] parts = output.split("(?:^|(?<=\n)|(?<=.))" + MARK + "\n", -1);
        if (parts.length != count + 1) {
            throw new AssertionError("gdb ran " + (parts.length - 1) + " of " + count + " commands:\n" + output);
        }
        return Arrays.stream(parts).skip(2).map(String::stripTrailing).toList();
    }

    /** What gdb printed for a command; the first one of those words. */
    public String answer(String command) {
        int index = commands.indexOf(command);
        if (index < 0) {
            throw new IllegalArgumentException("no command '" + command + "' among " + commands);
        }
        return answers.get(index);
    }

    /** The names in the answer to {@code info threads}. */
    public List<String> threadNames() {
        return THREAD.matcher(answer("info threads"))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Override
    public String toString() {
        return output;
    }
}
