package org.tcbridge.core.layout;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a program's debug information tells of its variables' types. Never fails: what is damaged is not told. */
public interface DeclaredTypes {
    /** Those of a program without debug information. */
    DeclaredTypes NONE = new DeclaredTypes() {
        @Override
        public String source() {
            return "";
        }

        @Override
        public Optional<StructLayout> struct(String variable, List<String> names) {
            return Optional.empty();
        }

        @Override
        public OptionalInt length(String variable) {
            return OptionalInt.empty();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    };

    /** What kind of debug information there is, for people, such as {@code DWARF 5}; empty when there is none. */
    String source();

    /**
     * The struct that a variable is, points to or has elements of; members of embedded structs are there as
     * {@code member.field}. Where the variable's own definition does not tell, the struct that goes by one of the names, if all
     * that do are the same.
     *
     * @param variable such as {@code pxCurrentTCB}
     * @param names names of the struct or of typedefs of it, likely ones first
     */
    Optional<StructLayout> struct(String variable, List<String> names);

    /** How many elements a variable has that is an array. */
    OptionalInt length(String variable);

    /** What was wrong with the debug information, as far as it was looked into, one line each. */
    List<String> problems();
}
