package org.tcbridge.core.arch;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known of a target before its architecture is.
 *
 * @param architecture the {@code <architecture>} of target.xml, a BFD name such as {@code armv7e-m}
 * @param features names of the {@code <feature>} elements of target.xml
 * @param gBytes length of the server's {@code g} reply in bytes
 * @param elfMachine {@code e_machine} of the program, when its file is known
 */
public record TargetEvidence(
        Optional<String> architecture, Set<String> features, OptionalInt gBytes, OptionalInt elfMachine) {}
