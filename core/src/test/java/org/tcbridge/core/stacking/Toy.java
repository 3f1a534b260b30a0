package org.tcbridge.core.stacking;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.rtos.TaskKey;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.core.symbol.Symbols;

/** An architecture of 4-byte registers with q = two d, d = two s, and what tests need to use it. */
record Toy(String id, int pointerBytes) implements Architecture {
    static final Toy TOY = new Toy("toy", 4);
    static final DataModel LITTLE = new DataModel(ByteOrder.LITTLE_ENDIAN, 4);
    static final DataModel BIG = new DataModel(ByteOrder.BIG_ENDIAN, 4);
    static final Symbols NO_SYMBOLS = symbols(Map.of());

    private static final Pattern VECTOR = Pattern.compile("([dq])(\\d+)");

    /** Keys every file must have, so that a test can write only what it is about. */
    static final String HEAD = """
            id = "m"
            title = "A model"
            rtos = "os"
            architecture = "toy"
            source = "nowhere"
            """;

    static StackingModel model(String text) throws StackingFormatException {
        return StackingModel.parse(HEAD + text, "m.toml");
    }

    static BoundStacking bound(String text, DataModel data) throws StackingFormatException {
        return model(text).bind(TOY, NO_SYMBOLS, new Ram(0, 0), data);
    }

    static SavedContext context(String text, DataModel data, Memory memory, long stackPointer)
            throws StackingFormatException, FrameException {
        return bound(text, data).context(task(stackPointer), memory);
    }

    static Task task(long stackPointer) {
        return task(stackPointer, OptionalLong.empty(), OptionalLong.empty(), Map.of());
    }

    static Task task(long stackPointer, OptionalLong start, OptionalLong end, Map<String, Long> facts) {
        return new Task(
                new TaskKey(stackPointer, 0),
                "task",
                TaskState.READY,
                "",
                OptionalInt.of(3),
                OptionalInt.empty(),
                OptionalInt.empty(),
                start,
                end,
                stackPointer,
                facts);
    }

    static Symbols symbols(Map<String, Long> addresses) {
        return new KnownSymbols(addresses);
    }

    static Register register(String name, int bits) {
        return new Register(name, 0, bits);
    }

    @Override
    public String title() {
        return "Toy";
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        return Fit.POSSIBLE;
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return Optional.empty();
    }

    @Override
    public String canonicalName(String register) {
        String name = register.toLowerCase(Locale.ROOT);
        return name.equals("r15") ? "pc" : name;
    }

    @Override
    public List<String> parts(String register) {
        Matcher matcher = VECTOR.matcher(register);
        if (!matcher.matches()) {
            return List.of();
        }
        int number = 2 * Integer.parseInt(matcher.group(2));
        String part = matcher.group(1).equals("q") ? "d" : "s";
        return List.of(part + number, part + (number + 1));
    }

    @Override
    public int breakpointKind(java.util.function.Function<String, java.util.OptionalLong> registers) {
        return pointerBytes();
    }

    @Override
    public Optional<String> handler(java.util.function.Function<String, java.util.OptionalLong> registers) {
        return Optional.empty();
    }
}
