package org.tcbridge.cli;

import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/**
 * An option or a parameter of a command, and what was given for it.
 *
 * @param <T> what its text is converted to
 * @param spec as picocli has it
 */
record Option<T>(ArgSpec spec) {

    /** What was given, or the default; of an option that has one, or must be given. */
    T value() {
        return given().orElseThrow(() -> new IllegalStateException("nothing given for " + spec.paramLabel()));
    }

    /** What was given; empty where nothing was, and there is no default. */
    Optional<T> given() {
        return Optional.ofNullable(spec.getValue());
    }
}
