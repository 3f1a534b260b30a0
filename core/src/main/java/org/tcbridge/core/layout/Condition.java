package org.tcbridge.core.layout;

import java.util.Set;

/** The {@code #if} around a struct's member. A condition goes by the name of the macro it asks for. */
public sealed interface Condition {
    /** No {@code #if}. */
    record Always() implements Condition {}

    /**
     * Holds when the macro does.
     *
     * @param macro such as {@code configUSE_MUTEXES}
     */
    record When(String macro) implements Condition {}

    /**
     * Holds when the macro does not.
     *
     * @param macro such as {@code configUSE_MINI_LIST_ITEM}
     */
    record Unless(String macro) implements Condition {}

    /** Whether it holds, given the macros that do. */
    default boolean holds(Set<String> macros) {
        return switch (this) {
            case Always() -> true;
            case When(String macro) -> macros.contains(macro);
            case Unless(String macro) -> !macros.contains(macro);
        };
    }
}
