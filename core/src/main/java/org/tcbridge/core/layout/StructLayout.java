package org.tcbridge.core.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a struct's members are. Computed by the rules all C compilers for these targets share: every member at the next
 * multiple of its alignment, the whole padded to the largest.
 *
 * @param name the struct's
 * @param places by member; those of embedded structs as {@code member.field}
 * @param size bytes
 * @param alignment bytes
 */
public record StructLayout(String name, Map<String, Place> places, int size, int alignment) {
    /**
     * A member's place.
     *
     * @param offset bytes from the struct's start
     * @param size bytes
     */
    public record Place(int offset, int size) {}

    private record Extent(int size, int alignment) {}

    /** Copies the map, order kept. */
    public StructLayout {
        places = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    static StructLayout of(CStruct struct, Configuration configuration) {
        Map<String, Place> places = new LinkedHashMap<>();
        int end = 0;
        int alignment = 1;
        for (CStruct.Member member : struct.members()) {
            if (!member.condition().holds(configuration.macros())) {
                continue;
            }
            Extent extent = extent(member.type(), configuration);
            int offset = roundUp(end, extent.alignment);
            places.put(member.name(), new Place(offset, extent.size));
            if (member.type() instanceof CType.Embedded(CStruct inner)) {
                of(inner, configuration)
                        .places
                        .forEach((name, place) ->
                                places.put(member.name() + "." + name, new Place(offset + place.offset, place.size)));
            }
            end = offset + extent.size;
            alignment = Math.max(alignment, extent.alignment);
        }
        return new StructLayout(struct.name(), places, roundUp(end, alignment), alignment);
    }

    private static Extent extent(CType type, Configuration configuration) {
        int pointer = configuration.model().pointerBytes();
        return switch (type) {
            case CType.Fixed(String _, int bytes) -> new Extent(bytes, bytes);
            case CType.Typedef(String name) -> new Extent(configuration.number(name), configuration.number(name));
            case CType.Pointer _ -> new Extent(pointer, pointer);
            case CType.Array(CType element, String length) -> {
                Extent one = extent(element, configuration);
                yield new Extent(one.size * configuration.number(length), one.alignment);
            }
            case CType.Embedded(CStruct struct) -> {
                StructLayout inner = of(struct, configuration);
                yield new Extent(inner.size, inner.alignment);
            }
            case CType.Opaque(String name, int alignment) ->
                new Extent(configuration.number(name), alignment == 0 ? pointer : alignment);
        };
    }

    private static int roundUp(int value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    /** Whether the member is there under the configuration. */
    public boolean has(String member) {
        return places.containsKey(member);
    }

    /**
     * A member's offset in bytes.
     *
     * @throws IllegalArgumentException when there is none of that name under the configuration
     */
    public int offset(String member) {
        return place(member).offset;
    }

    /**
     * A member's size in bytes.
     *
     * @throws IllegalArgumentException when there is none of that name under the configuration
     */
    public int size(String member) {
        return place(member).size;
    }

    /**
     * A member's place.
     *
     * @throws IllegalArgumentException when there is none of that name under the configuration
     */
    public Place place(String member) {
        Place place = places.get(member);
        if (place == null) {
            throw new IllegalArgumentException(name + "." + member + ": no such member, there are " + places.keySet());
        }
        return place;
    }
}
