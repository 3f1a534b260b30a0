package org.tcbridge.elf.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The entries that belong directly to another. */
final class Children {
    private Children() {}

    /** Does something with a child. */
    @FunctionalInterface
    interface Visitor {
        void visit(Entry child) throws DwarfException;
    }

    /** Visits all in order; their own children are passed over. */
    static void visit(Entry parent, Work work, Visitor visitor) throws DwarfException {
        if (!parent.children()) {
            return;
        }
        Unit unit = parent.unit();
        long at = parent.next();
        int depth = 0;
        while (unit.contains(at)) {
            work.one();
            Entry entry = Entry.read(unit, at);
            if (entry.tag() == 0) {
                if (depth == 0) {
                    return;
                }
                depth--;
            } else if (depth == 0) {
                visitor.visit(entry);
            }
            OptionalLong sibling = entry.children() ? entry.sibling() : OptionalLong.empty();
            if (entry.children() && sibling.isEmpty()) {
                depth++;
            }
            at = sibling.orElse(entry.next());
        }
    }

    /** All of a kind. */
    static List<Entry> of(Entry parent, int tag, Work work) throws DwarfException {
        List<Entry> children = new ArrayList<>();
        visit(parent, work, child -> {
            if (child.tag() == tag) {
                children.add(child);
            }
        });
        return children;
    }
}
