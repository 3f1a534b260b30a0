package org.tcbridge.rsp.command;

import java.util.OptionalInt;
import org.tcbridge.rsp.Hex;

/** How a thread is to move. Source: GDB manual, node "Packets", vCont. */
public sealed interface Motion {

    /**
     * Run.
     *
     * @param signal given to the thread, 0..255, if any
     */
    record Continue(OptionalInt signal) implements Motion {
        @Override
        public String wire() {
            return withSignal('c', 'C', signal);
        }
    }

    /**
     * One instruction.
     *
     * @param signal given to the thread, 0..255, if any
     */
    record Step(OptionalInt signal) implements Motion {
        @Override
        public String wire() {
            return withSignal('s', 'S', signal);
        }
    }

    /** Stop, in non-stop mode. */
    record Stop() implements Motion {
        @Override
        public String wire() {
            return "t";
        }
    }

    /**
     * Step at least once and until the program counter leaves the range.
     *
     * @param start the first address in the range
     * @param end the first address after it
     */
    record RangeStep(long start, long end) implements Motion {
        @Override
        public String wire() {
            return "r" + Hex.number(start) + "," + Hex.number(end);
        }
    }

    /** Run, with no signal. */
    Motion CONTINUE = new Continue(OptionalInt.empty());

    /** Step, with no signal. */
    Motion STEP = new Step(OptionalInt.empty());

    /** The action's text without its thread. */
    String wire();

    /** Reads an action's text without its thread; raises {@link IllegalArgumentException} for what is none. */
    static Motion parse(String text) {
        String operand = text.isEmpty() ? "" : text.substring(1);
        Motion motion = switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'c' -> CONTINUE;
            case 's' -> STEP;
            case 't' -> new Stop();
            case 'C' -> new Continue(Arguments.signal(operand));
            case 'S' -> new Step(Arguments.signal(operand));
            case 'r' -> {
                Arguments in = new Arguments(operand);
                yield new RangeStep(in.numberUntil(','), in.lastNumber());
            }
            default -> throw new IllegalArgumentException("'" + text + "' is no action");
        };
        if ("cst".indexOf(text.charAt(0)) >= 0 && !operand.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' takes no operand");
        }
        return motion;
    }

    private static String withSignal(char without, char with, OptionalInt signal) {
        return signal.isPresent() ? with + Hex.twoDigits(signal.getAsInt()) : String.valueOf(without);
    }
}
