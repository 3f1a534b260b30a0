package org.tcbridge.core.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of a target before its architecture is.
 *
 * @param architecture the {@code <architecture>} of target.xml, a BFD name such as {@code armv7e-m}
 * @param features names of the {@code <feature>} elements of target.xml
 * @param gBytes length of the server's {@code g} reply in bytes
 * @param elfMachine {@code e_machine} of the program, when its file is known
 */
public record TargetEvidence(
        Optional<String> architecture, Set<String> features, OptionalInt gBytes, OptionalInt elfMachine) {
    /** In words: {@code architecture armv7e-m, features org.gnu.gdb.arm.m-profile, 92 bytes of registers, ELF machine 40}. */
    public String text() {
        List<String> known = new ArrayList<>();
        architecture.ifPresent(name -> known.add("architecture " + name));
        if (!features.isEmpty()) {
            known.add("features " + features.stream().sorted().collect(Collectors.joining(" ")));
        }
        gBytes.ifPresent(bytes -> known.add(bytes + " bytes of registers"));
        elfMachine.ifPresent(machine -> known.add("ELF machine " + machine));
        return known.isEmpty() ? "nothing known of it" : String.join(", ", known);
    }
}
