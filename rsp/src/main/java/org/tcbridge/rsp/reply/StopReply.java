package org.tcbridge.rsp.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;

/**
 * Why the target stands: the answer to {@code ?} and to every command that has it run.
 *
 * <p>Source: GDB manual, node "Stop Reply Packets".
 */
public sealed interface StopReply extends Reply {

    /**
     * Stopped by a signal: {@code S05}, or {@code T05} with pairs. A T without pairs is rendered as the S that it means.
     *
     * @param signal gdb's number, 0..255
     * @param pairs what else is known, in its order; none for the form S
     */
    record Stopped(int signal, List<Pair> pairs) implements StopReply {

        private static final String THREAD = "thread";

        /** Keeps a copy of the list. */
        public Stopped {
            pairs = List.copyOf(pairs);
        }

        /** The value of the first pair with this key. */
        public Optional<String> value(String key) {
            for (Pair pair : pairs) {
                if (pair.key().equals(key)) {
                    return Optional.of(pair.value());
                }
            }
            return Optional.empty();
        }

        /** The thread that stopped; empty when it is not named, or not legibly. */
        public Optional<ThreadId> thread() {
            try {
                return value(THREAD).map(ThreadId::parse);
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }

        /** This with another thread: in the place of the one that is named, else before all other pairs. */
        public Stopped withThread(ThreadId thread) {
            Pair pair = new Pair(THREAD, thread.wire());
            List<Pair> changed = new ArrayList<>(pairs);
            changed.replaceAll(old -> old.key().equals(THREAD) ? pair : old);
            if (!changed.contains(pair)) {
                changed.addFirst(pair);
            }
            return new Stopped(signal, changed);
        }

        /** This without the pairs of one kind. */
        public Stopped without(Predicate<Pair> unwanted) {
            return new Stopped(signal, pairs.stream().filter(unwanted.negate()).toList());
        }

        @Override
        public String wire() {
            if (pairs.isEmpty()) {
                return "S" + Hex.twoDigits(signal);
            }
            StringBuilder text = new StringBuilder("T").append(Hex.twoDigits(signal));
            pairs.forEach(pair ->
                    text.append(pair.key()).append(':').append(pair.value()).append(';'));
            return text.toString();
        }
    }

    /**
     * Something known of a stop.
     *
     * @param key such as {@code thread}, {@code watch}, {@code core}, or a register's number in hexadecimal
     * @param value its value, perhaps empty
     */
    record Pair(String key, String value) {

        private static final Pattern REGISTER = Pattern.compile("[0-9a-fA-F]{1,7}");

        /** The number of the register whose bytes the value holds; empty for any other key. */
        public OptionalInt register() {
            return REGISTER.matcher(key).matches() ? OptionalInt.of(Hex.parseInt(key)) : OptionalInt.empty();
        }
    }

    /**
     * The process ended.
     *
     * @param status its exit status, unsigned
     * @param process the process, where it is named
     */
    record Exited(long status, OptionalLong process) implements StopReply {
        @Override
        public String wire() {
            return "W" + ended(status, process);
        }
    }

    /**
     * A signal ended the process.
     *
     * @param signal gdb's number
     * @param process the process, where it is named
     */
    record Terminated(long signal, OptionalLong process) implements StopReply {
        @Override
        public String wire() {
            return "X" + ended(signal, process);
        }
    }

    /** No thread is left that was resumed. */
    record NoThreads() implements StopReply {
        @Override
        public String wire() {
            return "N";
        }
    }

    /** Reads a reply; empty when it is no stop reply, or a malformed one. */
    static Optional<StopReply> parse(String payload) {
        return StopReplyReader.read(payload);
    }

    private static String ended(long code, OptionalLong process) {
        String number = code >= 0 && code < 0x10 ? "0" + Hex.number(code) : Hex.number(code);
        return process.isPresent() ? number + ";process:" + Hex.number(process.getAsLong()) : number;
    }
}
