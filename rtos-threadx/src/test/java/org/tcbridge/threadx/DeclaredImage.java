package org.tcbridge.threadx;

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
 */
record DeclaredImage(KernelImage kernel, KernelImage compiled) implements Symbols, DeclaredTypes {
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
        return "DWARF 3";
    }

    @Override
    public Optional<StructLayout> struct(String variable, List<String> names) {
        return variable.equals("_tx_thread_created_ptr") ? Optional.of(thread()) : Optional.empty();
    }

    @Override
    public OptionalInt length(String variable) {
        return variable.equals("_tx_thread_current_ptr") && compiled.config.cores() > 1
                ? OptionalInt.of(compiled.config.cores())
                : OptionalInt.empty();
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    private StructLayout thread() {
        int word = compiled.config.word();
        int number = compiled.config.number();
        Map<String, Place> places = new LinkedHashMap<>();
        places.put("tx_thread_id", new Place(0, number));
        places.put("tx_thread_run_count", new Place(number, number));
        places.put("tx_thread_stack_ptr", new Place(compiled.stackPointer, word));
        places.put("tx_thread_stack_start", new Place(compiled.stackPointer + word, word));
        places.put("tx_thread_stack_end", new Place(compiled.stackPointer + 2 * word, word));
        places.put("tx_thread_name", new Place(compiled.name, word));
        places.put("tx_thread_priority", new Place(compiled.name + word, 4));
        places.put("tx_thread_state", new Place(compiled.name + word + 4, 4));
        places.put("tx_thread_entry", new Place(compiled.entry, word));
        places.put("tx_thread_entry_parameter", new Place(compiled.entry + word, number));
        places.put("tx_thread_suspend_control_block", new Place(compiled.controlBlock, word));
        places.put("tx_thread_created_next", new Place(compiled.createdNext, word));
        places.put("tx_thread_created_previous", new Place(compiled.createdNext + word, word));
        if (compiled.config.cores() > 1) {
            places.put("tx_thread_smp_core_executing", new Place(compiled.extension2 - 4, 4));
        }
        places.put("tx_thread_user_priority", new Place(compiled.userPriority, 4));
        places.put("tx_thread_inherit_priority", new Place(compiled.userPriority + 8, 4));
        return new StructLayout("TX_THREAD", places, compiled.size, word);
    }
}
