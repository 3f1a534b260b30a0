package org.tcbridge.rsp;

import java.util.OptionalLong;

/**
 * A thread as the wire names it: {@code TID}, or {@code pPID.TID} in the multiprocess syntax.
 *
 * <p>Numbers are hexadecimal on the wire. Zero means "any" and {@value #ALL} means "all"; a real thread's or process's
 * number is positive. Source: GDB manual, node "Packets", "thread-id".
 *
 * @param process the process, empty in the plain syntax
 * @param thread the thread within it
 */
public record ThreadId(OptionalLong process, long thread) {

    /** The number that stands for an arbitrary process or thread. */
    public static final long ANY = 0;

    /** The number that stands for all processes or threads. */
    public static final long ALL = -1;

    /** Checks that both numbers are positive or one of the two wildcards. */
    public ThreadId {
        requireId("process", process.orElse(ANY));
        requireId("thread", thread);
    }

    /** A thread in the plain syntax. */
    public static ThreadId of(long thread) {
        return new ThreadId(OptionalLong.empty(), thread);
    }

    /** A thread in the multiprocess syntax. */
    public static ThreadId of(long process, long thread) {
        return new ThreadId(OptionalLong.of(process), thread);
    }

    /**
     * Reads a thread id. Leading zeros (QEMU writes {@code p01.01}) and upper case are accepted; {@code pPID} alone means
     * all threads of that process.
     *
     * @throws IllegalArgumentException when the text is no thread id
     */
    public static ThreadId parse(String text) {
        if (!text.startsWith("p")) {
            return of(parseId(text));
        }
        int dot = text.indexOf('.');
        return dot < 0
                ? of(parseId(text.substring(1)), ALL)
                : of(parseId(text.substring(1, dot)), parseId(text.substring(dot + 1)));
    }

    /** The text for the wire, {@code 1} or {@code p1.1}. */
    public String wire() {
        String number = idText(thread);
        return process.isPresent() ? "p" + idText(process.getAsLong()) + "." + number : number;
    }

    /** True when this names one thread, not any or all of them. */
    public boolean isSpecific() {
        return thread > 0;
    }

    @Override
    public String toString() {
        return wire();
    }

    private static void requireId(String what, long id) {
        if (id < ALL) {
            throw new IllegalArgumentException(what + " id " + id + " is neither positive nor 0 (any) nor -1 (all)");
        }
    }

    private static long parseId(String text) {
        return text.equals("-1") ? ALL : requireSmall(text, Hex.parseNumber(text));
    }

    private static long requireSmall(String text, long id) {
        if (id < 0) {
            throw new IllegalArgumentException("id 0x" + text + " is over 0x7fffffffffffffff");
        }
        return id;
    }

    private static String idText(long id) {
        return id == ALL ? "-1" : Hex.number(id);
    }
}
