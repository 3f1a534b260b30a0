package org.tcbridge.riscv;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.RegisterSet;

/** RISC-V, whatever the width of its general registers. Names in stacking files: see {@link RiscVRegisters}. */
abstract sealed class RiscV implements Architecture permits RiscV32, RiscV64 {
    /** {@code e_machine} of both widths (RISC-V ELF psABI, "File Header"). */
    private static final int EM_RISCV = 243;

    /** GDB manual, "RISC-V Features": every description has it. */
    private static final String FEATURE = "org.gnu.gdb.riscv.cpu";

    /** Registers whose value belongs to the hart: a program sets them once (RISC-V ELF psABI, "Integer Register Convention"). */
    private static final Set<String> SHARED = Set.of("gp", "tp");

    private static final int COMPRESSED_KIND = 2;
    private static final int FULL_KIND = 4;

    /** In misa: extension C (RISC-V Privileged, "Machine ISA Register"). */
    private static final long MISA_C = 1 << 2;

    private final int bits;

    RiscV(int bits) {
        this.bits = bits;
    }

    @Override
    public String id() {
        return "riscv" + bits;
    }

    @Override
    public String title() {
        return "RISC-V, " + bits + " bit";
    }

    @Override
    public int pointerBytes() {
        return bits / Byte.SIZE;
    }

    /** Data may be big-endian by the book; no hardware and no RTOS is. */
    @Override
    public List<ByteOrder> byteOrders() {
        return List.of(ByteOrder.LITTLE_ENDIAN);
    }

    /** BFD names are {@code riscv:rv32}, {@code riscv:rv64} and {@code riscv}, which leaves the width open (bfd/cpu-riscv.c). */
    @Override
    public Fit recognise(TargetEvidence evidence) {
        Optional<String> name = evidence.architecture().map(a -> a.toLowerCase(Locale.ROOT));
        if (name.isPresent() && !name.get().startsWith("riscv")) {
            return Fit.NO;
        }
        if (name.isPresent() && name.get().contains(":rv")) {
            return name.get().contains(":rv" + bits) ? Fit.CERTAIN : Fit.NO;
        }
        boolean feature = evidence.features().contains(FEATURE);
        if (!feature && !evidence.features().isEmpty() && name.isEmpty()) {
            return Fit.NO;
        }
        if (evidence.elfMachine().isPresent() && evidence.elfMachine().getAsInt() != EM_RISCV) {
            return Fit.NO;
        }
        return byLength(
                evidence, feature || name.isPresent() || evidence.elfMachine().isPresent());
    }

    /**
     * A {@code g} reply tells the width.
     *
     * @param named that it is RISC-V is known
     */
    private Fit byLength(TargetEvidence evidence, boolean named) {
        if (evidence.gBytes().isEmpty()) {
            return Fit.POSSIBLE;
        }
        int gBytes = evidence.gBytes().getAsInt();
        if (defaultRegisters(gBytes).isPresent()) {
            return named ? Fit.CERTAIN : Fit.POSSIBLE;
        }
        boolean other = RiscVRegisters.set(96 - bits, gBytes).isPresent();
        return named && !other ? Fit.POSSIBLE : Fit.NO;
    }

    @Override
    public Optional<RegisterSet> defaultRegisters(int gBytes) {
        return RiscVRegisters.set(bits, gBytes);
    }

    @Override
    public String canonicalName(String register) {
        return RiscVRegisters.canonicalName(register);
    }

    @Override
    public Set<String> registerNames() {
        return RiscVRegisters.NAMES;
    }

    /** No register is made of others. */
    @Override
    public List<String> parts(String register) {
        return List.of();
    }

    /**
     * Kind 2 where compressed instructions are known to be there, as at an address that is no multiple of 4, else 4 (gdb 13
     * riscv-tdep.c, riscv_breakpoint_kind_from_pc; gdb looks at the instruction, too).
     */
    @Override
    public int breakpointKind(Function<String, OptionalLong> registers) {
        boolean odd = registers.apply("pc").orElse(0) % FULL_KIND != 0;
        boolean compressed = (registers.apply("misa").orElse(0) & MISA_C) != 0;
        return odd || compressed ? COMPRESSED_KIND : FULL_KIND;
    }

    /** No register of a hart tells that it is in a handler: mcause stays as it is when mret leaves one. */
    @Override
    public Optional<String> handler(Function<String, OptionalLong> registers) {
        return Optional.empty();
    }

    @Override
    public boolean isShared(String register) {
        return SHARED.contains(register);
    }

    @Override
    public boolean boxesNarrower(String register) {
        return RiscVRegisters.isFloat(register);
    }

    /** Names in newlib's crt0, the Freedom tools' and vendors' start-up files. */
    @Override
    public Set<String> startUpSymbols() {
        return Set.of("_start", "_enter", "Reset_Handler");
    }
}
