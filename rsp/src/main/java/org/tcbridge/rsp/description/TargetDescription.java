package org.tcbridge.rsp.description;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a server says of its target. Source: GDB manual, nodes "Target Description Format" and "g packet".
 *
 * @param architecture the name, such as {@code arm}, where it is given
 * @param features the names of the features, in their order
 * @param registers in the order of the documents
 */
public record TargetDescription(
        Optional<String> architecture, List<String> features, List<DescribedRegister> registers) {

    /** The document that describes a target; it may include others. */
    public static final String ROOT = "target.xml";

    /** Keeps copies of the lists. */
    public TargetDescription {
        features = List.copyOf(features);
        registers = List.copyOf(registers);
    }

    /**
     * Reads a description.
     *
     * @param annexes gives the text of a document by its name, {@link #ROOT} first; empty when there is no such document
     * @throws DescriptionException when a document is missing, is no XML, includes itself or exceeds a limit, or a register
     *     has no usable name, size or number
     */
    public static TargetDescription parse(Function<String, Optional<String>> annexes) throws DescriptionException {
        return new DescriptionReader(annexes).read();
    }

    /**
     * Lays the registers out in a reply to {@code g}: by number, without gaps, until its bytes are used up. A register that
     * does not fit ends it, also for those after it.
     *
     * @param gBytes the length of the reply in bytes
     * @return all registers, by number
     */
    public List<PlacedRegister> layout(int gBytes) {
        List<PlacedRegister> placed = new ArrayList<>();
        int next = 0;
        boolean full = false;
        for (DescribedRegister register : registers.stream()
                .sorted(Comparator.comparingInt(DescribedRegister::number))
                .toList()) {
            full = full || next + register.bytes() > gBytes;
            placed.add(new PlacedRegister(register, full ? OptionalInt.empty() : OptionalInt.of(next)));
            next += full ? 0 : register.bytes();
        }
        return placed;
    }
}
