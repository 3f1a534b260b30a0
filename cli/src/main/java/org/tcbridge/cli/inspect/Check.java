package org.tcbridge.cli.inspect;

import java.util.Optional;

/**
 * Something that was expected of the target.
 *
 * @param name what, in words
 * @param failure what is instead, as one line; empty when it holds
 */
public record Check(String name, Optional<String> failure) {
    static Check held(String name) {
        return new Check(name, Optional.empty());
    }

    static Check failed(String name, String failure) {
        return new Check(name, Optional.of(failure));
    }
}
