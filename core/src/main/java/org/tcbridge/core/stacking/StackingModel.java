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
    private final Preference preference;
    private final Questions questions;
    private final Contents contents;
    private final Source source;

    StackingModel(Header header, Preference preference, Questions questions, Contents contents, Source source) {
        this.header = header;
        this.preference = preference;
        this.questions = questions;
        this.contents = contents;
        this.source = source;
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

    /**
     * What decides between files that fit equally many tasks.
     *
     * @param hints symbols that only this port has
     * @param rank the lower one wins
     */
    record Preference(Set<String> hints, long rank) {
        Preference {
            hints = Set.copyOf(hints);
        }
    }

    /**
     * What it asks of a target.
     *
     * @param symbols of the program, {@link Preference#hints} among them
     * @param registers whether the target has them
     * @param facts words of memory
     */
    record Questions(Set<String> symbols, Set<String> registers, List<TargetFact> facts) {
        Questions {
            symbols = Set.copyOf(symbols);
            registers = Set.copyOf(registers);
            facts = List.copyOf(facts);
        }
    }

    /**
     * What is saved.
     *
     * @param frame low address first
     * @param inControlBlock true when the frame is in the task's control block, ends at the saved pointer, and is listed downwards
     *     from there
     * @param checks what tells a frame from other memory
     * @param rules for registers that are not simply a slot
     */
    record Contents(List<FrameItem> frame, boolean inControlBlock, List<Check> checks, List<RegisterRule> rules) {
        Contents {
            frame = List.copyOf(frame);
            checks = List.copyOf(checks);
            rules = List.copyOf(rules);
        }
    }

    /**
     * The file.
     *
     * @param text as it was read
     * @param places of slots and rules by name, each {@code FILE:LINE:COLUMN}
     */
    record Source(String text, Map<String, String> places) {
        Source {
            places = Map.copyOf(places);
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
        return source.text;
    }

    /** Most bytes of a frame, on a target with pointers of so many bytes. */
    public int mostBytes(int pointerBytes) {
        return FrameItem.most(contents.frame, pointerBytes);
    }

    /** Where a slot, or a register of {@code [registers]}, stands in the file: {@code FILE:LINE:COLUMN}. */
    String place(String name) {
        return source.places.getOrDefault(name, header.origin());
    }

    /** All symbols it asks about. */
    public Set<String> symbols() {
        return questions.symbols;
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

    /** True when the frame is in the task's control block, ends at the saved pointer, and is listed downwards from there. */
    public boolean inControlBlock() {
        return contents.inControlBlock;
    }

    Preference preference() {
        return preference;
    }

    Questions questions() {
        return questions;
    }

    Contents contents() {
        return contents;
    }
}
