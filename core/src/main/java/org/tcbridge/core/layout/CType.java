package org.tcbridge.core.layout;

/** The C type of a struct's member, as far as its size and alignment go. */
public sealed interface CType {
    /**
     * An integer of fixed size, aligned to it.
     *
     * @param name such as {@code uint32_t}
     * @param bytes its size
     */
    record Fixed(String name, int bytes) implements CType {}

    /**
     * An integer whose size is the port's or the configuration's choice, aligned to it.
     *
     * @param name such as {@code TickType_t}; the {@link Configuration} has its size under this name
     */
    record Typedef(String name) implements CType {}

    /**
     * A pointer.
     *
     * @param to what it points to, for people
     */
    record Pointer(String to) implements CType {}

    /**
     * An array.
     *
     * @param element its elements
     * @param length the macro that is its length; the {@link Configuration} has its value
     */
    record Array(CType element, String length) implements CType {}

    /**
     * A struct declared here too; its members are reached as {@code member.field}.
     *
     * @param struct the declaration
     */
    record Embedded(CStruct struct) implements CType {}

    /**
     * Something whose inside does not matter.
     *
     * @param name its type; the {@link Configuration} has its size in bytes under this name
     * @param alignment in bytes; 0 is that of a pointer
     */
    record Opaque(String name, int alignment) implements CType {}
}
