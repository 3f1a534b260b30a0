package org.tcbridge.core.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.core.memory.DataModel;

/**
 * What a program's headers were compiled with.
 *
 * @param model byte order and pointer size
 * @param macros those that hold
 * @param numbers array lengths by macro and type sizes in bytes by type name
 */
public record Configuration(DataModel model, Set<String> macros, Map<String, Integer> numbers) {
    /** Copies the collections. */
    public Configuration {
        macros = Set.copyOf(macros);
        numbers = Map.copyOf(numbers);
    }

    /** This configuration with a macro that holds. */
    public Configuration with(String macro) {
        return new Configuration(
                model, Stream.concat(macros.stream(), Stream.of(macro)).collect(Collectors.toSet()), numbers);
    }

    /** This configuration with a macro that holds or does not. */
    public Configuration with(String macro, boolean holds) {
        return holds
                ? with(macro)
                : new Configuration(
                        model, macros.stream().filter(m -> !m.equals(macro)).collect(Collectors.toSet()), numbers);
    }

    /** This configuration with a length or size. */
    public Configuration with(String name, int number) {
        Map<String, Integer> more = new HashMap<>(numbers);
        more.put(name, number);
        return new Configuration(model, macros, more);
    }

    /**
     * A length or size.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(name + ": no number, known are " + numbers);
        }
        return number;
    }
}
