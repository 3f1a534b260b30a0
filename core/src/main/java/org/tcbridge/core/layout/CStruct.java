package org.tcbridge.core.layout;

import java.util.List;
import java.util.stream.Stream;

/**
 * A C struct as its header declares it: members in order, each with its {@code #if}. Offsets are not in here, they
 * follow from a {@link Configuration}.
 *
 * @param name the struct's
 * @param source where the declaration stands: project, file, versions
 * @param members in order
 */
public record CStruct(String name, String source, List<Member> members) {
    /**
     * One member.
     *
     * @param name the member's
     * @param type its type
     * @param condition its {@code #if}
     */
    public record Member(String name, CType type, Condition condition) {}

    /** Copies the members. */
    public CStruct {
        members = List.copyOf(members);
    }

    /** A struct without members. */
    public static CStruct named(String name, String source) {
        return new CStruct(name, source, List.of());
    }

    /** This struct with one more member. */
    public CStruct with(String member, CType type) {
        return with(member, type, new Condition.Always());
    }

    /** This struct with one more member, there when {@code condition} holds. */
    public CStruct with(String member, CType type, Condition condition) {
        return new CStruct(
                name,
                source,
                Stream.concat(members.stream(), Stream.of(new Member(member, type, condition)))
                        .toList());
    }

    /**
     * Offsets and sizes under a configuration.
     *
     * @throws IllegalArgumentException when the configuration lacks a size or length that a member needs
     */
    public StructLayout layout(Configuration configuration) {
        return StructLayout.of(this, configuration);
    }
}
