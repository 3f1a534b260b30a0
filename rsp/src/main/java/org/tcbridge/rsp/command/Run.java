package org.tcbridge.rsp.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.rsp.Hex;

/**
 * The client starts a program.
 *
 * @param words the program, perhaps empty for the last one, and its arguments
 */
public record Run(List<String> words) implements Command {

    /** Keeps a copy of the list. */
    public Run {
        words = List.copyOf(words);
    }

    static Run parse(String arguments) {
        return new Run(Stream.of(arguments.split(";", -1)).map(Hex::parseText).toList());
    }

    @Override
    public String arguments() {
        return words.stream().map(Hex::ofText).collect(Collectors.joining(";"));
    }
}
