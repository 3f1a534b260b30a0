package org.tcbridge.microblaze;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

/** MicroBlaze, 32 bit, in both byte orders. Stacking files use gdb's names: r0-r31, rpc, rmsr, rfsr, rslr, rshr, ... */
public sealed class MicroBlaze implements Architecture permits MicroBlaze64 {
    private static final int WORD_BITS = 32;
    private static final int GENERAL = 32;
    private static final int VERSION = 12;

    /** {@code e_machine}, and the one from before it was registered (binutils include/elf/common.h). */
    private static final List<Integer> ELF_MACHINES = List.of(189, 0xbaab);

    /** GDB 13 features/microblaze-core.xml; the manual has no chapter on it. */
    private static final String FEATURE = "org.gnu.gdb.microblaze.core";

    /** Names of gdb 13 microblaze-tdep.c, microblaze_register_names; the last two only with stack protection. */
    private static final List<String> NAMES = names();

    private static final List<String> STACK_PROTECTION = List.of("rslr", "rshr");

    /** What servers and people call registers, where it is not gdb's name without its first letter. */
    private static final Map<String, String> SYNONYMS = Map.of("sp", "r1", "zero", "r0");

    /** Called by {@link java.util.ServiceLoader}. */
    public MicroBlaze() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < GENERAL; i++) {
            names.add("r" + i);
        }
        names.addAll(List.of("rpc", "rmsr", "rear", "resr", "rfsr", "rbtr"));
        for (int i = 0; i < VERSION; i++) {
            names.add("rpvr" + i);
        }
        names.addAll(List.of("redr", "rpid", "rzpr", "rtlbx", "rtlbsx", "rtlblo", "rtlbhi"));
        return List.copyOf(names);
    }

    @Override
    public Set<String> registerNames() {
        return Stream.concat(NAMES.stream(), STACK_PROTECTION.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String id() {
        return "microblaze";
    }

    @Override
    public String title() {
        return "MicroBlaze, 32 bit";
    }

    @Override
    public int pointerBytes() {
        return Integer.BYTES;
    }

    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Fit recognise(TargetEvidence evidence) {
        if (evidence.features().contains(FEATURE)) {
            return Fit.CERTAIN;
        }
        if (evidence.architecture().isPresent()) {
            return evidence.architecture().get().equalsIgnoreCase("microblaze") ? Fit.CERTAIN : Fit.NO;
        }
        if (!evidence.features().isEmpty()) {
            return Fit.NO;
        }
        boolean length = evidence.gBytes().isEmpty()
                || defaultRegisters(evidence.gBytes().getAsInt()).isPresent();
        if (evidence.elfMachine().isPresent()) {
            boolean machine = ELF_MACHINES.contains(evidence.elfMachine().getAsInt());
            return !machine ? Fit.NO : length ? Fit.CERTAIN : Fit.POSSIBLE;
        }
        return length ? Fit.POSSIBLE : Fit.NO;
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        List<String> all = new ArrayList<>(NAMES);
        all.addAll(STACK_PROTECTION);
        int count = gBytes / Integer.BYTES;
        if (gBytes % Integer.BYTES != 0 || (count != NAMES.size() && count != all.size())) {
            return Optional.empty();
        }
        List<Register> registers = new ArrayList<>();
        for (String name : all.subList(0, count)) {
            registers.add(new Register(name, registers.size(), WORD_BITS));
        }
        return Optional.of(new RegisterSet(registers, gBytes));
    }

    /** gdb puts an r before the names of the manual: {@code msr} is {@code rmsr}. */
    @Override
    public String canonicalName(String register) {
        String name = register.toLowerCase(Locale.ROOT);
        String known = SYNONYMS.getOrDefault(name, name);
        String prefixed = "r" + known;
        return !NAMES.contains(known) && (NAMES.contains(prefixed) || STACK_PROTECTION.contains(prefixed))
                ? prefixed
                : known;
    }

    @Override
    public List<String> parts(String register) {
        return List.of();
    }

    /** All instructions have 4 bytes. */
    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        return Integer.BYTES;
    }

    /** Nothing in the registers tells a handler from a task: MSR has a bit for breaks, none for interrupts. */
    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        return Optional.empty();
    }

    /** The names of the standalone start-up files: crt0 and crt1. */
    @Override
    public Set<String> startUpSymbols() {
        return Set.of("_start", "_start1");
    }
}
