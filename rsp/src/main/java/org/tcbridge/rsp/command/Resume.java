package org.tcbridge.rsp.command;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;

/**
 * The client has the thread selected for execution move: the old form, which some servers know only.
 *
 * @param motion {@link Motion.Continue} or {@link Motion.Step}
 * @param address where to go on, empty for the present place
 */
public record Resume(Motion motion, OptionalLong address) implements Command {

    /** Checks the motion. */
    public Resume {
        if (!(motion instanceof Motion.Continue || motion instanceof Motion.Step)) {
            throw new IllegalArgumentException("only continue and step have this form, not " + motion);
        }
    }

    /** The signal given to the thread, if any. */
    public OptionalInt signal() {
        return switch (motion) {
            case Motion.Continue(OptionalInt signal) -> signal;
            case Motion.Step(OptionalInt signal) -> signal;
            case Motion.Stop _, Motion.RangeStep _ -> OptionalInt.empty();
        };
    }

    boolean is(Class<? extends Motion> kind, boolean withSignal) {
        return kind.isInstance(motion) && signal().isPresent() == withSignal;
    }

    static Resume plain(Motion motion, String arguments) {
        return new Resume(motion, Arguments.optionalNumber(arguments));
    }

    static Resume continueWithSignal(String arguments) {
        return new Resume(new Motion.Continue(Arguments.signal(beforeAddress(arguments))), address(arguments));
    }

    static Resume stepWithSignal(String arguments) {
        return new Resume(new Motion.Step(Arguments.signal(beforeAddress(arguments))), address(arguments));
    }

    private static String beforeAddress(String arguments) {
        return arguments.split(";", 2)[0];
    }

    private static OptionalLong address(String arguments) {
        String[] parts = arguments.split(";", 2);
        return parts.length == 1 ? OptionalLong.empty() : OptionalLong.of(Hex.parseNumber(parts[1]));
    }

    @Override
    public String arguments() {
        String at = Arguments.optionalNumber(address);
        OptionalInt signal = signal();
        if (signal.isEmpty()) {
            return at;
        }
        return Hex.twoDigits(signal.getAsInt()) + (at.isEmpty() ? "" : ";" + at);
    }
}
