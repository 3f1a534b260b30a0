package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Joins adjoining writes, so that a register costs one write where that is possible. */
final class Writes {
    private Writes() {}

    static List<Write> merge(List<Write> writes) {
        List<Write> merged = new ArrayList<>();
        List<Write> sorted = writes.stream()
                .sorted(Comparator.comparing(Write::address, Long::compareUnsigned))
                .toList();
        for (Write write : sorted) {
            Write last = merged.isEmpty() ? write : merged.getLast();
            if (!merged.isEmpty() && last.address() + last.bytes().length == write.address()) {
                byte[] both = Arrays.copyOf(last.bytes(), last.bytes().length + write.bytes().length);
                System.arraycopy(write.bytes(), 0, both, last.bytes().length, write.bytes().length);
                merged.set(merged.size() - 1, new Write(last.address(), both));
            } else {
                merged.add(write);
            }
        }
        return List.copyOf(merged);
    }
}
