package org.tcbridge.core.stacking;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.stacking.Frame.Extent;
import org.tcbridge.core.stacking.Place.Alias;
import org.tcbridge.core.stacking.Place.Computed;
import org.tcbridge.core.stacking.Place.Constant;
import org.tcbridge.core.stacking.Place.Joined;
import org.tcbridge.core.stacking.Place.Saved;
import org.tcbridge.core.stacking.Place.Unavailable;

/** The registers of a parked task, as its stack held them when it was read. */
public final class SavedContext {
    /** What surrounds a narrower value in a register that boxes it. */
    private static final byte BOX = (byte) 0xff;

    private final StackingModel model;
    private final RegisterNames names;
    private final long address;
    private final Frame frame;
    private final DataModel data;
    private final long pc;
    private final long sp;

    SavedContext(StackingModel model, RegisterNames names, Frame frame, DataModel data) throws FrameException {
        this.model = model;
        this.names = names;
        this.address = frame.origin();
        this.frame = frame;
        this.data = data;
        this.pc = need("pc");
        this.sp = need("sp");
    }

    private long need(String register) throws FrameException {
        Optional<byte[]> bytes = read(place(register), data.pointerBytes());
        if (bytes.isEmpty()) {
            throw new FrameException(register + " is not in the frame: expected it in frame or [registers]");
        }
        return data.unsigned(bytes.get(), 0, data.pointerBytes());
    }

    /** The stacking file that describes this frame. */
    public StackingModel model() {
        return model;
    }

    /** Where the task goes on: the register the architecture knows as {@code pc}. */
    public long pc() {
        return pc;
    }

    /** The stack pointer the task goes on with: the register the architecture knows as {@code sp}. */
    public long sp() {
        return sp;
    }

    /** Value of a register of the pointer's size, by any name the architecture knows it by; empty when it is not saved. */
    public OptionalLong value(String register) {
        return read(place(register), data.pointerBytes())
                .map(bytes -> OptionalLong.of(data.unsigned(bytes, 0, bytes.length)))
                .orElse(OptionalLong.empty());
    }

    /** Size of the frame in bytes. */
    public int size() {
        return frame.size();
    }

    /** Where a register is, by any name the architecture knows it by. */
    public Place place(String register) {
        String canonical = names.canonical(register);
        Optional<RegisterRule> rule = names.rule(canonical);
        if (rule.isPresent()) {
            return ruled(register, rule.get());
        }
        Optional<Extent> slot = names.slots(canonical).stream()
                .flatMap(name -> frame.slot(name).stream())
                .findFirst();
        if (slot.isPresent()) {
            return saved(slot.get());
        }
        for (RegisterNames.Part part : names.inside(canonical)) {
            Optional<Extent> whole = frame.slot(part.slot());
            if (whole.isPresent() && whole.get().bytes() % part.count() == 0) {
                int bytes = whole.get().bytes() / part.count();
                return saved(low(whole.get(), part.index() * bytes, bytes));
            }
        }
        List<Place> parts = names.parts(canonical).stream().map(this::place).toList();
        boolean unknown = parts.stream().anyMatch(p -> p instanceof Unavailable);
        return parts.isEmpty() || unknown ? new Unavailable(register + " is not saved") : new Joined(parts);
    }

    private Place ruled(String register, RegisterRule rule) {
        for (RegisterRule.Choice choice : rule.choices()) {
            if (choice.when().isPresent() && !Frame.holds(choice.when().get().evaluate(frame))) {
                continue;
            }
            switch (choice.value()) {
                case RegisterRule.Value.Constant(long value) -> {
                    return new Constant(value);
                }
                case RegisterRule.Value.Unavailable() -> {
                    return new Unavailable(register + " is not saved");
                }
                case RegisterRule.Value.Computed(Expression expression) -> {
                    OptionalLong value = expression.evaluate(frame);
                    if (value.isPresent()) {
                        return new Computed(value.getAsLong());
                    }
                }
                case RegisterRule.Value.Alias(String slot, long mask) -> {
                    Optional<Extent> extent = frame.slot(slot);
                    if (extent.isPresent()) {
                        Saved saved = saved(extent.get());
                        return mask == -1 ? saved : new Alias(saved, mask);
                    }
                }
            }
        }
        return new Unavailable(register + " is not saved in this frame");
    }

    private Saved saved(Extent extent) {
        return new Saved(address + extent.offset(), extent.bytes());
    }

    /** {@code bytes} bytes of a slot, {@code from} bytes above its least significant one. */
    private Extent low(Extent slot, int from, int bytes) {
        int skip = data.order() == ByteOrder.BIG_ENDIAN ? slot.bytes() - from - bytes : from;
        return new Extent(slot.offset() + skip, bytes);
    }

    /**
     * The value of a register.
     *
     * @return its bytes in the target's order; empty when it is not saved
     */
    public Optional<byte[]> read(Register register) {
        Place place = place(register.name());
        int bytes = register.bytes();
        OptionalInt held = boxed(register, place);
        if (held.isEmpty()) {
            return read(place, bytes);
        }
        return read(place, held.getAsInt()).map(value -> {
            byte[] whole = new byte[bytes];
            Arrays.fill(whole, BOX);
            Extent low = low(new Extent(0, bytes), 0, value.length);
            System.arraycopy(value, 0, whole, low.offset(), value.length);
            return whole;
        });
    }

    /** Width in bytes of the value that the frame holds in place of a wider register, if it tells the whole one. */
    private OptionalInt boxed(Register register, Place place) {
        return place instanceof Saved saved && saved.bytes() < register.bytes() && names.boxesNarrower(register.name())
                ? OptionalInt.of(saved.bytes())
                : OptionalInt.empty();
    }

    private Optional<byte[]> read(Place place, int bytes) {
        return switch (place) {
            case Saved saved -> narrow(saved, bytes).map(this::bytes);
            case Alias(Saved saved, long mask) ->
                narrow(saved, bytes).map(s -> data.bytes(data.unsigned(bytes(s), 0, bytes) & mask, bytes));
            case Joined(List<Place> parts) -> joined(parts, bytes);
            case Constant(long value) -> number(value, bytes);
            case Computed(long value) -> number(value, bytes);
            case Unavailable ignored -> Optional.empty();
        };
    }

    /** The low bytes of a slot; half a register is none, so a slot narrower than the register is of no use. */
    private Optional<Saved> narrow(Saved saved, int bytes) {
        if (bytes > saved.bytes()) {
            return Optional.empty();
        }
        Extent slot = new Extent((int) (saved.address() - address), saved.bytes());
        return Optional.of(saved(low(slot, 0, bytes)));
    }

    private byte[] bytes(Saved saved) {
        int offset = (int) (saved.address() - address);
        return Arrays.copyOfRange(frame.bytes(), offset, offset + saved.bytes());
    }

    private Optional<byte[]> number(long value, int bytes) {
        return bytes > Long.BYTES ? Optional.empty() : Optional.of(data.bytes(value, bytes));
    }

    private Optional<byte[]> joined(List<Place> parts, int bytes) {
        if (bytes % parts.size() != 0) {
            return Optional.empty();
        }
        int width = bytes / parts.size();
        byte[] whole = new byte[bytes];
        for (int i = 0; i < parts.size(); i++) {
            Optional<byte[]> part = read(parts.get(i), width);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            System.arraycopy(
                    part.get(),
                    0,
                    whole,
                    low(new Extent(0, bytes), i * width, width).offset(),
                    width);
        }
        return Optional.of(whole);
    }

    /**
     * Where a new value of a register goes.
     *
     * @param value {@code register.bytes()} bytes in the target's order
     * @return the writes, adjoining ones merged; empty when the register cannot be written
     */
    public Optional<List<Write>> write(Register register, byte[] value) {
        if (value.length != register.bytes()) {
            throw new IllegalArgumentException(
                    "register %s: %d bytes: expected %d".formatted(register.name(), value.length, register.bytes()));
        }
        Place place = place(register.name());
        OptionalInt held = boxed(register, place);
        if (held.isEmpty()) {
            return write(place, value).map(Writes::merge);
        }
        Extent low = low(new Extent(0, value.length), 0, held.getAsInt());
        for (int i = 0; i < value.length; i++) {
            if ((i < low.offset() || i >= low.offset() + low.bytes()) && value[i] != BOX) {
                return Optional.empty();
            }
        }
        return write(place, Arrays.copyOfRange(value, low.offset(), low.offset() + low.bytes()));
    }

    private Optional<List<Write>> write(Place place, byte[] value) {
        return switch (place) {
            case Saved saved -> narrow(saved, value.length).map(s -> List.of(new Write(s.address(), value.clone())));
            case Alias(Saved saved, long mask) ->
                narrow(saved, value.length).map(s -> {
                    long old = data.unsigned(bytes(s), 0, value.length);
                    long fresh = data.unsigned(value, 0, value.length);
                    return List.of(new Write(s.address(), data.bytes((fresh & mask) | (old & ~mask), value.length)));
                });
            case Joined(List<Place> parts) -> split(parts, value);
            case Constant ignored -> Optional.empty();
            case Computed ignored -> Optional.empty();
            case Unavailable ignored -> Optional.empty();
        };
    }

    private Optional<List<Write>> split(List<Place> parts, byte[] value) {
        if (value.length % parts.size() != 0) {
            return Optional.empty();
        }
        int width = value.length / parts.size();
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int from = low(new Extent(0, value.length), i * width, width).offset();
            Optional<List<Write>> part = write(parts.get(i), Arrays.copyOfRange(value, from, from + width));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            writes.addAll(part.get());
        }
        return Optional.of(writes);
    }
}
