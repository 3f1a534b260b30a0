package org.tcbridge.rsp.command;

import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;

/**
 * The client leaves the target, which runs on.
 *
 * @param process the process, empty for all
 */
public record Detach(OptionalLong process) implements Command {

    static Detach parse(String arguments) {
        if (arguments.isEmpty()) {
            return new Detach(OptionalLong.empty());
        }
        if (!arguments.startsWith(";")) {
            throw new IllegalArgumentException("'" + arguments + "' does not begin with ';'");
        }
        return new Detach(OptionalLong.of(Hex.parseNumber(arguments.substring(1))));
    }

    @Override
    public String arguments() {
        return process.isPresent() ? ";" + Hex.number(process.getAsLong()) : "";
    }
}
