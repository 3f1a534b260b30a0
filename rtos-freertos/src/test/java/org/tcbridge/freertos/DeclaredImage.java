package org.tcbridge.freertos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.layout.StructLayout.Place;
import org.tcbridge.core.symbol.Symbols;

/**
 * A kernel whose program has debug information.
 *
 * @param kernel where its symbols are
 * @param compiled what the debug information is of: the same kernel, or another one
 * @param old whether members have the names they had up to V8
 */
record DeclaredImage(KernelImage kernel, KernelImage compiled, boolean old) implements Symbols, DeclaredTypes {
    @Override
    public OptionalLong address(String name) {
        return kernel.address(name);
    }

    @Override
    public OptionalLong size(String name) {
        return kernel.size(name);
    }

    @Override
    public DeclaredTypes types() {
        return this;
    }

    @Override
    public String source() {
        return "DWARF 4";
    }

    @Override
    public Optional<StructLayout> struct(String variable, List<String> names) {
        return switch (variable) {
            case "pxCurrentTCB", "pxCurrentTCBs" -> Optional.of(tcb());
            case "pxReadyTasksLists" -> Optional.of(list());
            default -> Optional.empty();
        };
    }

    @Override
    public OptionalInt length(String variable) {
        return switch (variable) {
            case "pxReadyTasksLists" -> OptionalInt.of(compiled.config.priorities);
            case "pxCurrentTCBs" -> OptionalInt.of(compiled.config.cores);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    private StructLayout list() {
        int word = compiled.config.word;
        Map<String, Place> places = new LinkedHashMap<>();
        if (compiled.config.integrity) {
            places.put("xListIntegrityValue1", new Place(0, compiled.config.tick));
        }
        places.put("uxNumberOfItems", new Place(compiled.listCount, word));
        places.put("pxIndex", new Place(compiled.listCount + word, word));
        places.put("xListEnd", new Place(compiled.listEnd, compiled.listBytes - compiled.listEnd));
        places.put("xListEnd.xItemValue", new Place(compiled.listEnd + compiled.itemValue, compiled.config.tick));
        places.put("xListEnd.pxNext", new Place(compiled.listEnd + compiled.itemNext, word));
        places.put("xListEnd.pxPrevious", new Place(compiled.listEnd + compiled.itemNext + word, word));
        return new StructLayout("List_t", places, compiled.listBytes, Math.max(word, compiled.config.tick));
    }

    private StructLayout tcb() {
        int word = compiled.config.word;
        Map<String, Place> places = new LinkedHashMap<>();
        places.put("pxTopOfStack", new Place(0, word));
        item(places, old ? "xGenericListItem" : "xStateListItem", compiled.stateItem);
        item(places, "xEventListItem", compiled.eventItem);
        places.put("uxPriority", new Place(compiled.eventItem + compiled.itemBytes, word));
        places.put("pxStack", new Place(compiled.eventItem + compiled.itemBytes + word, word));
        if (compiled.config.cores > 1) {
            places.put("xTaskRunState", new Place(compiled.eventItem + compiled.itemBytes + 2 * word, word));
        }
        places.put("pcTaskName", new Place(compiled.nameOffset, compiled.config.name));
        places.putAll(compiled.tail);
        return new StructLayout("TCB_t", places, compiled.tcbBytes, Math.max(word, compiled.config.tick));
    }

    private void item(Map<String, Place> places, String name, int at) {
        int word = compiled.config.word;
        places.put(name, new Place(at, compiled.itemBytes));
        places.put(name + ".xItemValue", new Place(at + compiled.itemValue, compiled.config.tick));
        List<String> pointers = List.of("pxNext", "pxPrevious", "pvOwner", old ? "pvContainer" : "pxContainer");
        for (int i = 0; i < pointers.size(); i++) {
            places.put(name + "." + pointers.get(i), new Place(at + compiled.itemNext + i * word, word));
        }
    }
}
