package org.tcbridge.rsp.serve;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tcbridge.rsp.ThreadId;

/** A thread of an image: its registers, as hexadecimal text in target order. */
final class ImageThread {

    /**
     * Where a register stands in the reply to {@code g}.
     *
     * @param offset in bytes
     * @param size in bytes
     */
    record Place(int offset, int size) {}

    private final ThreadId id;
    private final Map<Integer, Place> places;
    private final Map<Integer, String> others;
    private volatile String general;

    ImageThread(ThreadId id, String general, Map<Integer, String> others, Map<Integer, Place> places) {
        this.id = id;
        this.general = general;
        this.others = new ConcurrentHashMap<>(others);
        this.places = Map.copyOf(places);
    }

    ThreadId id() {
        return id;
    }

    String general() {
        return general;
    }

    /** Sets all general registers; false when the length is not that of the reply to {@code g}. */
    boolean general(String hex) {
        boolean fits = hex.length() == general.length();
        if (fits) {
            general = hex;
        }
        return fits;
    }

    Optional<String> register(int number) {
        return Optional.ofNullable(places.get(number))
                .map(place -> general.substring(2 * place.offset, 2 * (place.offset + place.size)))
                .or(() -> Optional.ofNullable(others.get(number)));
    }

    /** Sets one register; false when there is none or its length is another. */
    boolean register(int number, String hex) {
        boolean fits =
                register(number).filter(old -> old.length() == hex.length()).isPresent();
        if (fits && places.containsKey(number)) {
            int at = 2 * places.get(number).offset;
            general = general.substring(0, at) + hex + general.substring(at + hex.length());
        } else if (fits) {
            others.put(number, hex);
        }
        return fits;
    }
}
