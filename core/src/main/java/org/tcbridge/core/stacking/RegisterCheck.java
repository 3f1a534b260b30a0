package org.tcbridge.core.stacking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tcbridge.core.arch.Architecture;

/** Whether a stacking file's registers are the architecture's, and none is in a frame under two names. */
final class RegisterCheck {
    private RegisterCheck() {}

    /** Checks a file against an architecture it is for. */
    static void check(StackingModel model, Architecture architecture) throws StackingFormatException {
        Set<String> known = architecture.registerNames();
        List<String> named = Stream.concat(
                        model.contents().frame().stream().flatMap(item -> FrameItem.names(item).stream()),
                        model.contents().rules().stream().map(RegisterRule::register))
                .filter(RegisterCheck::isRegister)
                .sorted()
                .toList();
        for (String name : named) {
            if (!known.isEmpty() && !known.contains(architecture.canonicalName(name))) {
                throw new StackingFormatException(
                        "%s: %s has no register \"%s\": expected one of %s; a word that is no register is in upper case"
                                .formatted(
                                        model.place(name),
                                        architecture.id(),
                                        name,
                                        String.join(" ", new TreeSet<>(known))));
            }
        }
        Map<String, String> spellings = new HashMap<>();
        for (FrameItem item : model.contents().frame()) {
            if (item instanceof FrameItem.Slot(String name, int _) && isRegister(name)) {
                String other = spellings.put(architecture.canonicalName(name), name);
                if (other != null) {
                    throw new StackingFormatException("%s: slot \"%s\" is the same register as \"%s\": expected it once"
                            .formatted(model.place(name), name, other));
                }
            }
        }
    }

    private static boolean isRegister(String name) {
        return !name.equals(FrameItem.PADDING) && Character.isLowerCase(name.charAt(0));
    }
}
