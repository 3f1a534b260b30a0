package org.tcbridge.riscv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.Architecture.Fit;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

class RiscVTest {
    private static final Architecture NARROW = new RiscV32();
    private static final Architecture WIDE = new RiscV64();

    @Test
    void bothAreServices() {
        assertThat(ServiceLoader.load(Architecture.class))
                .extracting(Architecture::id)
                .containsExactly("riscv32", "riscv64");
        assertThat(NARROW.pointerBytes()).isEqualTo(4);
        assertThat(WIDE.pointerBytes()).isEqualTo(8);
    }

    /** {@code -} stands for what is not known. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # architecture, feature,               g,   elf, 32 bit,   64 bit
                    riscv:rv32,     org.gnu.gdb.riscv.cpu, 132, -,   CERTAIN,  NO
                    riscv:rv64,     org.gnu.gdb.riscv.cpu, 264, 243, NO,       CERTAIN
                    riscv:rv64,     -,                     300, -,   NO,       CERTAIN
                    riscv,          org.gnu.gdb.riscv.cpu, 132, -,   CERTAIN,  NO
                    riscv,          org.gnu.gdb.riscv.cpu, 264, -,   NO,       CERTAIN
                    riscv,          -,                     300, -,   POSSIBLE, POSSIBLE
                    -,              org.gnu.gdb.riscv.cpu, 264, -,   NO,       CERTAIN
                    -,              org.gnu.gdb.riscv.cpu, -,   -,   POSSIBLE, POSSIBLE
                    -,              -,                     132, 243, CERTAIN,  NO
                    -,              -,                     400, 243, CERTAIN,  NO
                    -,              -,                     532, 243, NO,       CERTAIN
                    -,              -,                     404, 243, NO,       CERTAIN
                    -,              -,                     132, -,   POSSIBLE, NO
                    -,              -,                     264, -,   NO,       POSSIBLE
                    -,              -,                     300, -,   NO,       NO
                    -,              -,                     -,   243, POSSIBLE, POSSIBLE
                    -,              -,                     132, 40,  NO,       NO
                    arm,            org.gnu.gdb.arm.core,  132, -,   NO,       NO
                    -,              org.gnu.gdb.arm.core,  132, 243, NO,       NO
                    aarch64,        -,                     264, -,   NO,       NO
                    """)
    void recognition(String architecture, String feature, String g, String elf, Fit narrow, Fit wide) {
        TargetEvidence evidence = new TargetEvidence(
                architecture.equals("-") ? Optional.empty() : Optional.of(architecture),
                feature.equals("-") ? Set.of() : Set.of(feature),
                number(g),
                number(elf));

        assertThat(NARROW.recognise(evidence)).isEqualTo(narrow);
        assertThat(WIDE.recognise(evidence)).isEqualTo(wide);
    }

    private static OptionalInt number(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    @Test
    void gdbsRegisterSets() {
        RegisterSet plain = NARROW.defaultRegisters(132).orElseThrow();
        RegisterSet floats = WIDE.defaultRegisters(532).orElseThrow();

        assertThat(plain.all()).hasSize(33);
        assertThat(plain.number(0)).hasValue(new Register("zero", 0, 32));
        assertThat(plain.number(8)).hasValue(new Register("fp", 8, 32));
        assertThat(plain.number(31)).hasValue(new Register("t6", 31, 32));
        assertThat(plain.offset(plain.named("pc").orElseThrow())).hasValue(128);
        assertThat(floats.all()).hasSize(68);
        assertThat(floats.number(32)).hasValue(new Register("pc", 32, 64));
        assertThat(floats.number(33)).hasValue(new Register("ft0", 33, 64));
        assertThat(floats.number(43)).hasValue(new Register("fa0", 43, 64));
        assertThat(floats.number(64)).hasValue(new Register("ft11", 64, 64));
        assertThat(floats.number(68)).hasValue(new Register("fcsr", 68, 32));
        assertThat(floats.offset(floats.named("fcsr").orElseThrow())).hasValue(528);
        assertThat(NARROW.defaultRegisters(264)).isEmpty();
        assertThat(WIDE.defaultRegisters(264)).isPresent();
        assertThat(WIDE.defaultRegisters(132)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x0, zero",
        "x1, ra",
        "x2, sp",
        "x3, gp",
        "x4, tp",
        "x5, t0",
        "x8, fp",
        "s0, fp",
        "x9, s1",
        "x10, a0",
        "x17, a7",
        "x18, s2",
        "x27, s11",
        "x28, t3",
        "x31, t6",
        "f0, ft0",
        "f8, fs0",
        "f10, fa0",
        "f18, fs2",
        "f28, ft8",
        "f31, ft11",
        "A0, a0",
        "pc, pc",
        "mstatus, mstatus",
        "fcsr, fcsr"
    })
    void names(String name, String canonical) {
        assertThat(NARROW.canonicalName(name)).isEqualTo(canonical);
        assertThat(WIDE.canonicalName(name)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"80000000, 0, 4", "80000002, 0, 2", "80000000, 40001101, 4", "80000000, 40001105, 2"})
    void breakpointsAreShortWhereCompressedInstructionsAre(String pc, String misa, int kind) {
        assertThat(NARROW.breakpointKind(name -> OptionalLong.of(Long.parseLong(name.equals("pc") ? pc : misa, 16))))
                .isEqualTo(kind);
        assertThat(NARROW.breakpointKind(name -> OptionalLong.empty())).isEqualTo(4);
    }

    @Test
    void floatsAreBoxedInDoubles() {
        assertThat(NARROW.boxesNarrower("fs11")).isTrue();
        assertThat(NARROW.boxesNarrower("fp")).isFalse();
        assertThat(NARROW.boxesNarrower("fcsr")).isFalse();
    }

    @Test
    void globalAndThreadPointerAreTheHarts() {
        assertThat(WIDE.isShared("gp")).isTrue();
        assertThat(WIDE.isShared("tp")).isTrue();
        assertThat(WIDE.isShared("ra")).isFalse();
        assertThat(WIDE.handler(name -> OptionalLong.of(7))).isEmpty();
    }
}
