package org.tcbridge.freertos;

import java.util.List;
import org.tcbridge.core.memory.Block;
import org.tcbridge.core.memory.BlockCache;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.UnsoundException;

/**
 * Finds how the lists are laid out, from their heads alone: an end item's value is the largest tick, its pointers lead to
 * items, an empty list points at its own end, and the ready lists follow each other without a gap.
 */
final class ListCalibration {
    /** Ready lists are looked at up to this many bytes, where nothing tells how many there are. */
    private static final int READY_BYTES = 4096;

    private final KernelSymbols symbols;
    private final BlockCache memory;

    ListCalibration(KernelSymbols symbols, BlockCache memory) {
        this.symbols = symbols;
        this.memory = memory;
    }

    /** The format under which most lists are sound. */
    ListFormat best(List<DataModel> models) throws UnsoundException {
        int best = 0;
        ListFormat found = null;
        int needed = Integer.MAX_VALUE;
        int readyBytes = readyBytes();
        for (DataModel model : models) {
            KernelVariables variables = new KernelVariables(symbols, memory, model);
            // no list has more than 11 words
            variables.prefetch(11 * model.pointerBytes(), readyBytes, 1, List.of());
            needed = Math.min(needed, 1 + variables.standaloneLists().size() / 2);
            for (ListFormat format : ListFormat.candidates(model)) {
                int sound = sound(variables, format, readyBytes);
                if (sound > best) {
                    best = sound;
                    found = format;
                }
            }
        }
        if (found == null || best < needed) {
            throw new UnsoundException(reason(models.getFirst()));
        }
        return found;
    }

    private int sound(KernelVariables variables, ListFormat format, int readyBytes) {
        int sound = 0;
        int ready = Math.max(1, readyBytes / format.list().size());
        for (List<KernelList> lists : List.of(
                variables.standaloneLists(),
                variables.readyLists(ready, format.list().size()))) {
            for (KernelList list : lists) {
                sound += perfect(list, format) ? 1 : 0;
            }
        }
        return sound;
    }

    /** Number of ready lists from the first on that are sound, at most {@code bound}. */
    int soundReady(ListFormat format, int bound) {
        KernelVariables variables = new KernelVariables(symbols, memory, format.model());
        int count = 0;
        int size = format.list().size();
        int together = READY_BYTES / size;
        for (KernelList list : variables.readyLists(bound, size)) {
            if (count % together == 0) {
                memory.prefetch(
                        List.of(new BlockCache.Range(list.address(), Math.min(together, bound - count) * size)));
            }
            if (!perfect(list, format)) {
                break;
            }
            count++;
        }
        return count;
    }

    private boolean perfect(KernelList list, ListFormat format) {
        try {
            Block block = Block.read(memory, list.address(), format.list().size(), format.model());
            if (!format.perfect(block, list.address())) {
                return false;
            }
            long item = format.first(block, list.address());
            return item == format.end(list.address()) || hangsIn(list, item, format);
        } catch (MemoryException e) {
            return false;
        }
    }

    /** Whether an item is one of the list: with the other byte order its address would lead nowhere. */
    private boolean hangsIn(KernelList list, long item, ListFormat format) throws MemoryException {
        Block block = Block.read(memory, item, format.item().size(), format.model());
        return block.pointer(item + format.item().offset("pvContainer")) == list.address();
    }

    /** Bytes of the array of ready lists, or of the first that are worth a look. */
    private int readyBytes() {
        long address = symbols.address(KernelSymbols.READY).orElseThrow();
        long bytes = symbols.size(KernelSymbols.READY)
                .orElseGet(() -> symbols.room(address).orElse(READY_BYTES / 4));
        int length = (int) Math.min(bytes, READY_BYTES);
        while (length > 16 && !readable(address, length)) {
            // perhaps the end of RAM: the first lists will do
            length /= 2;
        }
        return length;
    }

    private boolean readable(long address, int length) {
        try {
            memory.read(address, length);
            return true;
        } catch (MemoryException e) {
            return false;
        }
    }

    /** Why no format fits, shown by the usual one. */
    private String reason(DataModel model) {
        ListFormat usual = ListFormat.candidates(model).stream()
                .filter(format -> format.tickBytes() == 4)
                .findFirst()
                .orElseThrow();
        long address = symbols.address(KernelSymbols.READY).orElseThrow();
        String first;
        try {
            Block block = Block.read(memory, address, usual.list().size(), model);
            first = usual.fault(block, address).orElse("uxNumberOfItems does not agree with its items");
        } catch (MemoryException e) {
            first = e.getMessage();
        }
        return "%s at 0x%x: no list in any known layout (%s)".formatted(KernelSymbols.READY, address, first);
    }
}
