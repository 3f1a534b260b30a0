package org.tcbridge.core.stacking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.symbol.Symbols;

/** A stacking model bound to an architecture and to what one program tells. */
public final class BoundStacking {
    private final StackingModel model;
    private final Architecture architecture;
    private final DataModel data;
    private final Map<String, Long> target;
    private final RegisterNames names;
    private final int most;

    private BoundStacking(StackingModel model, Architecture architecture, DataModel data, Map<String, Long> target) {
        this.model = model;
        this.architecture = architecture;
        this.data = data;
        this.target = target;
        this.names = new RegisterNames(model, architecture);
        this.most = model.mostBytes(data.pointerBytes());
    }

    static BoundStacking bind(
            StackingModel model,
            Architecture architecture,
            Symbols symbols,
            Memory memory,
            DataModel data,
            Set<String> registers) {
        Map<String, Long> target = new HashMap<>();
        for (String name : model.symbols()) {
            symbols.address(name).ifPresent(a -> target.put(ExpressionReader.SYMBOL + name, a));
        }
        Set<String> there = registers.stream().map(architecture::canonicalName).collect(Collectors.toSet());
        for (String name :
                there.isEmpty() ? Set.<String>of() : model.questions().registers()) {
            target.put(ExpressionReader.REGISTER + name, there.contains(architecture.canonicalName(name)) ? 1L : 0L);
        }
        for (TargetFact fact : model.questions().facts()) {
            OptionalLong value = learn(fact, target, memory, data);
            if (value.isPresent()) {
                target.put(fact.name(), value.getAsLong());
            } else {
                fact.fallback().ifPresent(v -> target.put(fact.name(), v));
            }
        }
        return new BoundStacking(model, architecture, data, Map.copyOf(target));
    }

    private static OptionalLong learn(TargetFact fact, Map<String, Long> target, Memory memory, DataModel data) {
        Long address = switch (fact.place()) {
            case TargetFact.AtSymbol(String symbol) -> target.get(ExpressionReader.SYMBOL + symbol);
            case TargetFact.Fixed(long fixed) -> Long.valueOf(fixed);
        };
        if (address == null) {
            return OptionalLong.empty();
        }
        long word;
        try {
            word = data.unsigned(memory.read(address, TargetFact.BYTES), 0, TargetFact.BYTES);
        } catch (MemoryException e) {
            // a word that cannot be read tells nothing: the file's default stands for it
            return OptionalLong.empty();
        }
        Expression.Scope scope = name -> {
            Long known = target.get(name);
            return name.equals(ExpressionReader.WORD)
                    ? OptionalLong.of(word)
                    : known == null ? OptionalLong.empty() : OptionalLong.of(known);
        };
        boolean applies = fact.when().isEmpty() || Frame.holds(fact.when().get().evaluate(scope));
        return applies ? fact.value().evaluate(scope) : OptionalLong.empty();
    }

    /** The file. */
    public StackingModel model() {
        return model;
    }

    /** The architecture. */
    public Architecture architecture() {
        return architecture;
    }

    /** What was learnt from the program, such as {@code size = 132}; empty when the file has no {@code [[fact]]}. */
    public String facts() {
        List<String> known = new ArrayList<>();
        for (TargetFact fact : model.questions().facts()) {
            Long value = target.get(fact.name());
            known.add(fact.name() + (value == null ? " unknown" : " = " + value));
        }
        return String.join(", ", known);
    }

    /** Largest size of a frame in bytes: what {@link #context} reads. */
    public int mostBytes() {
        return most;
    }

    /**
     * Reads a parked task's frame, in one memory read unless it is cut off by the end of readable memory.
     *
     * @throws FrameException when the task's stack does not hold such a frame; says why
     */
    public SavedContext context(Task task, Memory memory) throws FrameException {
        StackingModel.Contents contents = model.contents();
        try {
            Frame frame;
            if (contents.inControlBlock()) {
                StackBounds.checkControlBlock(task, data.pointerBytes(), most);
                frame = Frame.readDown(contents.frame(), most, task, target, memory, data);
            } else {
                StackBounds.check(task, data.pointerBytes(), most);
                frame = Frame.read(contents.frame(), most, task, target, memory, data);
                StackBounds.checkEnd(task, data.pointerBytes(), frame.size());
            }
            for (StackingModel.Check check : contents.checks()) {
                OptionalLong result = check.condition().evaluate(frame);
                if (result.isPresent() && result.getAsLong() == 0) {
                    throw new FrameException("%s does not hold (%s)".formatted(check.text(), values(check, frame)));
                }
            }
            return new SavedContext(model, names, frame, data);
        } catch (FrameException e) {
            throw new FrameException(
                    "%s: frame at 0x%x: %s".formatted(model.header().id(), task.stackPointer(), e.getMessage()));
        }
    }

    private static String values(StackingModel.Check check, Frame frame) {
        return check.condition().names().stream()
                .map(name -> {
                    OptionalLong value = frame.value(name);
                    return name + (value.isPresent() ? " = 0x" + Long.toHexString(value.getAsLong()) : " is unknown");
                })
                .collect(Collectors.joining(", "));
    }
}
