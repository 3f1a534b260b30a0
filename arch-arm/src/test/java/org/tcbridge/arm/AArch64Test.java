package org.tcbridge.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.arch.Architecture.Fit;
import org.tcbridge.core.arch.TargetEvidence;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;

class AArch64Test {
    private static final Architecture AARCH64 = new AArch64();

    /** {@code -} stands for what is not known. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # architecture, feature,                  g,   elf, fit
                    aarch64,        org.gnu.gdb.aarch64.core, 268, -,   CERTAIN
                    aarch64,        org.gnu.gdb.aarch64.core, 788, 183, CERTAIN
                    aarch64:armv8-r, -,                       268, -,   CERTAIN
                    aarch64:ilp32,  -,                        268, -,   NO
                    -,              org.gnu.gdb.aarch64.core, 272, -,   CERTAIN
                    -,              -,                        788, 183, CERTAIN
                    -,              -,                        268, 183, CERTAIN
                    -,              -,                        788, -,   POSSIBLE
                    -,              -,                        -,   183, CERTAIN
                    -,              -,                        -,   -,   POSSIBLE
                    -,              -,                        264, -,   NO
                    -,              -,                        788, 243, NO
                    arm,            org.gnu.gdb.arm.core,     168, -,   NO
                    -,              org.gnu.gdb.riscv.cpu,    268, -,   NO
                    """)
    void recognition(String architecture, String feature, String g, String elf, Fit fit) {
        TargetEvidence evidence = new TargetEvidence(
                architecture.equals("-") ? Optional.empty() : Optional.of(architecture),
                feature.equals("-") ? Set.of() : Set.of(feature),
                number(g),
                number(elf));

        assertThat(AARCH64.recognise(evidence)).isEqualTo(fit);
    }

    private static OptionalInt number(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    @Test
    void gdbsRegisterSet() {
        RegisterSet all = AARCH64.defaultRegisters(788).orElseThrow();
        RegisterSet core = AARCH64.defaultRegisters(268).orElseThrow();

        assertThat(all.all()).hasSize(68).isEqualTo(core.all());
        assertThat(all.number(30)).hasValue(new Register("x30", 30, 64));
        assertThat(all.number(31)).hasValue(new Register("sp", 31, 64));
        assertThat(all.number(33)).hasValue(new Register("cpsr", 33, 32));
        assertThat(all.number(34)).hasValue(new Register("v0", 34, 128));
        assertThat(all.number(67)).hasValue(new Register("fpcr", 67, 32));
        assertThat(all.offset(all.named("pc").orElseThrow())).hasValue(256);
        assertThat(all.offset(all.named("v31").orElseThrow())).hasValue(764);
        assertThat(core.offset(core.named("cpsr").orElseThrow())).hasValue(264);
        assertThat(core.offset(core.named("v0").orElseThrow())).isEmpty();
        assertThat(AARCH64.defaultRegisters(264)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X0, x0",
        "x30, x30",
        "lr, x30",
        "fp, x29",
        "sp, sp",
        "pc, pc",
        "cpsr, cpsr",
        "pstate, cpsr",
        "q0, v0",
        "q31, v31",
        "v7, v7",
        "d8, d8",
        "s8, s8",
        "fpcr, fpcr",
        "SPSR_EL1, spsr_el1"
    })
    void names(String name, String canonical) {
        assertThat(AARCH64.canonicalName(name)).isEqualTo(canonical);
    }

    @Test
    void aVectorsLowHalfIsADouble() {
        assertThat(AARCH64.parts("v8")).isEqualTo(List.of("d8", "v8.d[1]"));
        assertThat(AARCH64.parts("d8")).isEqualTo(List.of("s8", "d8.s[1]"));
        assertThat(AARCH64.parts("s8")).isEmpty();
        assertThat(AARCH64.parts("x8")).isEmpty();
    }

    @Test
    void whatDoesNotDependOnRegisters() {
        assertThat(AARCH64.pointerBytes()).isEqualTo(8);
        assertThat(AARCH64.breakpointKind(name -> OptionalLong.empty())).isEqualTo(4);
        assertThat(AARCH64.handler(name -> OptionalLong.of(5))).isEmpty();
    }
}
