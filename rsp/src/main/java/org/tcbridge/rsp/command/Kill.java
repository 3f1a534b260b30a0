package org.tcbridge.rsp.command;

import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;

/**
 * The client ends the program.
 *
 * @param process the process; empty for the old form, which has no reply
 */
public record Kill(OptionalLong process) implements Command {

    static Kill ofProcess(String arguments) {
        return new Kill(OptionalLong.of(Hex.parseNumber(arguments)));
    }

    @Override
    public String arguments() {
        return process.isPresent() ? Hex.number(process.getAsLong()) : "";
    }
}
