package org.tcbridge.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.core.ResourceFolder;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;

/**
 * The plug-ins on the class path.
 *
 * @param rtoses in the order of the class path
 * @param architectures in the order of the class path
 */
record Plugins(List<Rtos> rtoses, List<Architecture> architectures) {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** Finds all; one that cannot be loaded is named in the log and left out. */
    static Plugins load() {
        return new Plugins(find(Rtos.class), find(Architecture.class));
    }

    /** The RTOS of an id. */
    Optional<Rtos> rtos(String id) {
        return rtoses.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /** The architecture of an id. */
    Optional<Architecture> architecture(String id) {
        return architectures.stream().filter(a -> a.id().equals(id)).findFirst();
    }

    /**
     * The RTOSes that a user chose.
     *
     * @param choice {@code auto}, {@code none} or an id
     * @throws IllegalArgumentException when it is none of them; says what was expected
     */
    List<Rtos> rtoses(String choice) {
        return switch (choice) {
            case "auto" -> rtoses;
            case "none" -> List.of();
            default ->
                List.of(rtos(choice)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + choice + "': expected " + expected("auto, none", rtoses, Rtos::id))));
        };
    }

    /**
     * The architectures that a user chose.
     *
     * @param choice {@code auto} or an id
     * @throws IllegalArgumentException when it is neither; says what was expected
     */
    List<Architecture> architectures(String choice) {
        return choice.equals("auto")
                ? architectures
                : List.of(architecture(choice)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + choice + "': expected " + expected("auto", architectures, Architecture::id))));
    }

    /** Ids as an error message lists them: {@code auto, none, freertos}. */
    static <T> String expected(String always, List<T> plugins, Function<T, String> id) {
        List<String> ids = new ArrayList<>(List.of(always));
        plugins.forEach(p -> ids.add(id.apply(p)));
        return String.join(", ", ids);
    }

    /** Name of the jar, or path of the folder, that a plug-in was loaded from. */
    static String origin(Object plugin) {
        Path origin = ResourceFolder.origin(plugin.getClass());
        return (origin.toString().endsWith(".jar") ? origin.getFileName() : origin).toString();
    }

    private static <T> List<T> find(Class<T> service) {
        List<T> found = new ArrayList<>();
        var providers = ServiceLoader.load(service).stream().iterator();
        while (providers.hasNext()) {
            try {
                found.add(providers.next().get());
            } catch (ServiceConfigurationError e) {
                LOG.warn("plug-in left out: {}", e.getMessage());
            }
        }
        return List.copyOf(found);
    }
}
