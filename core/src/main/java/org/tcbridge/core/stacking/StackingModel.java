package org.tcbridge.core.stacking;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.symbol.Symbols;

/** A stacking file: where one port of an RTOS saves the registers of a parked task. */
public final class StackingModel {
    private final Header header;
    private final long rank;
    private final Set<String> hints;
    private final Set<String> symbols;
    private final Set<String> registers;
    private final List<TargetFact> facts;
    private final List<FrameItem> frame;
    private final boolean inControlBlock;
    private final List<Check> checks;
    private final List<RegisterRule> rules;
    private final Map<String, String> places;
    private final String text;

    StackingModel(
            Header header,
            long rank,
            Set<String> hints,
            Set<String> symbols,
            Set<String> registers,
            List<TargetFact> facts,
            List<FrameItem> frame,
            boolean inControlBlock,
            List<Check> checks,
            List<RegisterRule> rules,
            Map<String, String> places,
            String text) {
        this.header = header;
        this.rank = rank;
        this.hints = Set.copyOf(hints);
        this.symbols = Set.copyOf(symbols);
        this.registers = Set.copyOf(registers);
        this.facts = List.copyOf(facts);
        this.frame = List.copyOf(frame);
        this.inControlBlock = inControlBlock;
        this.checks = List.copyOf(checks);
        this.rules = List.copyOf(rules);
        this.places = Map.copyOf(places);
        this.text = text;
    }

    /**
     * What people read of a file.
     *
     * @param id its name
     * @param title one line
     * @param rtos id of the RTOS it is for
     * @param architectures ids of the architectures it is for, at least one
     * @param source where its author has it from
     * @param origin the file, as error messages name it
     */
    public record Header(
            String id, String title, String rtos, List<String> architectures, String source, String origin) {
        /** Copies the list. */
        public Header {
            architectures = List.copyOf(architectures);
        }
    }

    /** What must hold of a frame, and how the file writes it. */
    record Check(String text, Expression condition) {}

    /**
     * Reads a file.
     *
     * @param text its contents
     * @param origin its name for error messages
     * @throws StackingFormatException when it cannot be used; says where and why
     */
    public static StackingModel parse(String text, String origin) throws StackingFormatException {
        return new StackingParser(origin).parse(text);
    }

    /** Its id, title, source and what it is for. */
    public Header header() {
        return header;
    }

    /** The file's contents. */
    public String text() {
        return text;
    }

    /** Most bytes of a frame, on a target with pointers of so many bytes. */
    public int mostBytes(int pointerBytes) {
        return FrameItem.most(frame, pointerBytes);
    }

    /** Where a slot, or a register of {@code [registers]}, stands in the file: {@code FILE:LINE:COLUMN}. */
    String place(String name) {
        return places.getOrDefault(name, header.origin());
    }

    /** All symbols it asks about. */
    public Set<String> symbols() {
        return symbols;
    }

    /** Binds it to a target whose registers are not known. */
    public BoundStacking bind(Architecture architecture, Symbols symbols, Memory memory, DataModel data) {
        return bind(architecture, symbols, memory, data, Set.of());
    }

    /**
     * Binds it to a target. One memory read for each {@code [[fact]]}, unless the program lacks its symbol.
     *
     * @param registers names of the target's registers, as its description spells them; empty when they are not known
     */
    public BoundStacking bind(
            Architecture architecture, Symbols symbols, Memory memory, DataModel data, Set<String> registers) {
        return BoundStacking.bind(this, architecture, symbols, memory, data, registers);
    }

    /** Registers of the target it asks about. */
    Set<String> registers() {
        return registers;
    }

    long rank() {
        return rank;
    }

    Set<String> hints() {
        return hints;
    }

    List<TargetFact> facts() {
        return facts;
    }

    /** True when the frame is in the task's control block, ends at the saved pointer, and is listed downwards from there. */
    public boolean inControlBlock() {
        return inControlBlock;
    }

    List<FrameItem> frame() {
        return frame;
    }

    List<Check> checks() {
        return checks;
    }

    List<RegisterRule> rules() {
        return rules;
    }
}
