package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.stacking.FrameItem.Group;
import org.tcbridge.core.stacking.FrameItem.Slot;

/** A stacking file's names in the architecture's spelling, and which slots hold a register as a part. */
final class RegisterNames {
    private final Architecture architecture;
    private final Map<String, List<String>> slots = new HashMap<>();
    private final Map<String, RegisterRule> rules = new HashMap<>();
    private final Map<String, List<Part>> parts = new HashMap<>();

    RegisterNames(StackingModel model, Architecture architecture) {
        this.architecture = architecture;
        for (RegisterRule rule : model.contents().rules()) {
            rules.put(architecture.canonicalName(rule.register()), rule);
        }
        collect(model.contents().frame());
    }

    /**
     * A register inside a wider slot.
     *
     * @param slot as the file spells it
     * @param index counted from the least significant part
     * @param count how many such parts the slot has
     */
    record Part(String slot, int index, int count) {}

    private void collect(List<FrameItem> items) {
        for (FrameItem item : items) {
            switch (item) {
                case Slot slot -> {
                    String canonical = architecture.canonicalName(slot.name());
                    List<String> spellings = slots.computeIfAbsent(canonical, c -> new ArrayList<>());
                    if (!slot.padding() && !spellings.contains(slot.name())) {
                        spellings.add(slot.name());
                        split(slot.name(), canonical, 0, 1);
                    }
                }
                case Group group -> {
                    collect(group.slots());
                    collect(group.otherwise());
                }
            }
        }
    }

    private void split(String slot, String register, int index, int count) {
        List<String> names = architecture.parts(register);
        for (int i = 0; i < names.size(); i++) {
            String part = architecture.canonicalName(names.get(i));
            Part found = new Part(slot, index * names.size() + i, count * names.size());
            parts.computeIfAbsent(part, p -> new ArrayList<>()).add(found);
            split(slot, part, found.index, found.count);
        }
    }

    /** The architecture's spelling. */
    String canonical(String register) {
        return architecture.canonicalName(register);
    }

    /** True when a narrower value tells the whole register. */
    boolean boxesNarrower(String register) {
        return architecture.boxesNarrower(canonical(register));
    }

    /** The slots of a register in the file's spelling: one side of a choice may spell it otherwise than the other. */
    List<String> slots(String canonical) {
        return slots.getOrDefault(canonical, List.of());
    }

    /** What {@code [registers]} says of a register. */
    Optional<RegisterRule> rule(String canonical) {
        return Optional.ofNullable(rules.get(canonical));
    }

    /** Slots that hold a register as a part. */
    List<Part> inside(String canonical) {
        return parts.getOrDefault(canonical, List.of());
    }

    /** The registers a wider one is made of, least significant first. */
    List<String> parts(String canonical) {
        return architecture.parts(canonical);
    }
}
