package org.tcbridge.rsp.command;

/**
 * The client asks for non-stop or all-stop mode.
 *
 * @param enabled true for non-stop
 */
public record SetNonStop(boolean enabled) implements Command {

    static SetNonStop parse(String arguments) {
        return switch (arguments) {
            case "0" -> new SetNonStop(false);
            case "1" -> new SetNonStop(true);
            default -> throw new IllegalArgumentException("'" + arguments + "' is neither 0 nor 1");
        };
    }

    @Override
    public String arguments() {
        return enabled ? "1" : "0";
    }
}
