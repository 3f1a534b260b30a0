package org.tcbridge.freertos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tcbridge.core.layout.Configuration;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.DataModel;

/**
 * How this kernel's lists are laid out.
 *
 * @param configuration what list.h was compiled with
 * @param item {@code ListItem_t}
 * @param list {@code List_t}
 */
record ListFormat(Configuration configuration, StructLayout item, StructLayout list) {
    /** {@code pdINTEGRITY_CHECK_VALUE}, projdefs.h: as many 0x5a as a tick has bytes. */
    private static final long INTEGRITY_VALUE = 0x5a5a5a5a5a5a5a5aL;

    private static final List<String> INTEGRITY =
            List.of("xListIntegrityValue1", "xListEnd.xListItemIntegrityValue", "xListIntegrityValue2");
    private static final List<String> POINTERS = List.of("pxIndex", "xListEnd.pxNext", "xListEnd.pxPrevious");

    static ListFormat of(Configuration configuration) {
        return new ListFormat(
                configuration, KernelTypes.LIST_ITEM.layout(configuration), KernelTypes.LIST.layout(configuration));
    }

    /** Every format the kernel can have, the usual ones first. */
    static List<ListFormat> candidates(DataModel model) {
        List<ListFormat> formats = new ArrayList<>();
        for (boolean integrity : new boolean[] {false, true}) {
            for (int tick : new int[] {8, 4, 2}) {
                for (boolean mini : new boolean[] {true, false}) {
                    Configuration base = new Configuration(
                            model, Set.of(), Map.of(KernelTypes.TICK, tick, KernelTypes.WORD, model.pointerBytes()));
                    formats.add(of(base.with(KernelTypes.INTEGRITY, integrity).with(KernelTypes.MINI_LIST_ITEM, mini)));
                }
            }
        }
        return formats;
    }

    DataModel model() {
        return configuration.model();
    }

    int tickBytes() {
        return configuration.number(KernelTypes.TICK);
    }

    /** Largest tick, {@code portMAX_DELAY}. */
    long maxDelay() {
        return mask(-1);
    }

    private long mask(long value) {
        return tickBytes() == 8 ? value : value & ((1L << (8 * tickBytes())) - 1);
    }

    /** Address of the list's own end item. */
    long end(long list) {
        return list + this.list.offset("xListEnd");
    }

    long count(Block block, long list) {
        return block.pointer(list + this.list.offset("uxNumberOfItems"));
    }

    long first(Block block, long list) {
        return block.pointer(list + this.list.offset("xListEnd.pxNext"));
    }

    long last(Block block, long list) {
        return block.pointer(list + this.list.offset("xListEnd.pxPrevious"));
    }

    /** The item value of an item at {@code item}. */
    long value(Block block, long item) {
        return block.unsigned(item + this.item.offset("xItemValue"), tickBytes());
    }

    boolean aligned(long address) {
        return address != 0 && address % model().pointerBytes() == 0;
    }

    /**
     * What speaks against a list being there; empty when nothing does. A list in the middle of an update passes.
     *
     * @param block holds the whole list
     */
    Optional<String> fault(Block block, long list) {
        long end = block.unsigned(list + this.list.offset("xListEnd.xItemValue"), tickBytes());
        if (end != maxDelay()) {
            return Optional.of("xListEnd.xItemValue is 0x%x, expected 0x%x".formatted(end, maxDelay()));
        }
        for (String integrity : INTEGRITY) {
            if (this.list.has(integrity)) {
                long value = block.unsigned(list + this.list.offset(integrity), tickBytes());
                if (value != mask(INTEGRITY_VALUE)) {
                    return Optional.of("%s is 0x%x, expected 0x%x".formatted(integrity, value, mask(INTEGRITY_VALUE)));
                }
            }
        }
        for (String pointer : POINTERS) {
            long value = block.pointer(list + this.list.offset(pointer));
            if (!aligned(value)) {
                return Optional.of("%s is 0x%x, expected an item's address".formatted(pointer, value));
            }
        }
        return Optional.empty();
    }

    /** Whether nothing at all speaks against the list, not even its count. */
    boolean perfect(Block block, long list) {
        return fault(block, list).isEmpty() && (count(block, list) == 0) == (first(block, list) == end(list));
    }
}
