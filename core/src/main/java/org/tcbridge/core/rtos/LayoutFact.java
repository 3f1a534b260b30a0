package org.tcbridge.core.rtos;

/**
 * One thing learnt of the kernel's layout.
 *
 * @param what such as {@code TCB_t.uxPriority}
 * @param value such as {@code offset 44}; {@link #UNKNOWN} when it is yet to be learnt
 * @param source where it was learnt, such as {@code calibrated on 0x20000958}
 * @param warning what another source says instead, naming both values; empty when none disagrees
 */
public record LayoutFact(String what, String value, String source, String warning) {
    /** The value of what is not known. */
    public static final String UNKNOWN = "?";

    /** A fact that no source contradicts. */
    public LayoutFact(String what, String value, String source) {
        this(what, value, source, "");
    }

    /** What only calibration on the live target can tell. */
    public static LayoutFact uncalibrated(String what) {
        return new LayoutFact(what, UNKNOWN, "calibration on the live target will decide");
    }

    /** This fact, contradicted when another source has another value. */
    public LayoutFact against(String otherSource, String otherValue) {
        return value.equals(otherValue)
                ? this
                : new LayoutFact(
                        what,
                        value,
                        source,
                        "%s: %s (%s), but %s (%s)".formatted(what, value, source, otherValue, otherSource));
    }
}
