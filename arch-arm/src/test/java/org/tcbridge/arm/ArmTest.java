package org.tcbridge.arm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

class ArmTest {
    private static final Architecture M = new ArmM();
    private static final Architecture CLASSIC = new Arm();

    @Test
    void allAreServices() {
        assertThat(ServiceLoader.load(Architecture.class))
                .extracting(Architecture::id)
                .containsExactlyInAnyOrder("arm-m", "arm", "aarch64");
    }

    /** {@code -} stands for what is not known. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # architecture, features,                                       g,   elf, arm-m,    arm
                    arm,            org.gnu.gdb.arm.m-profile org.gnu.gdb.arm.vfp,   136, 40,  CERTAIN,  NO
                    arm,            org.gnu.gdb.arm.core org.gnu.gdb.arm.vfp,        136, -,   NO,       CERTAIN
                    -,              org.gnu.gdb.arm.m-profile,                       -,   -,   CERTAIN,  NO
                    -,              org.gnu.gdb.arm.vfp,                             -,   -,   POSSIBLE, POSSIBLE
                    armv6-m,        -,                                               68,  -,   CERTAIN,  NO
                    armv7e-m,       -,                                               68,  -,   CERTAIN,  NO
                    armv8-m.base,   -,                                               68,  -,   CERTAIN,  NO
                    armv8.1-m.main, -,                                               68,  -,   CERTAIN,  NO
                    armv8-r,        -,                                               68,  -,   NO,       CERTAIN
                    armv5te,        -,                                               68,  -,   NO,       CERTAIN
                    xscale,         -,                                               68,  -,   NO,       CERTAIN
                    arm,            -,                                               68,  -,   POSSIBLE, POSSIBLE
                    armv7,          -,                                               68,  -,   POSSIBLE, POSSIBLE
                    aarch64,        org.gnu.gdb.aarch64.core,                        268, -,   NO,       NO
                    -,              org.gnu.gdb.riscv.cpu,                           132, -,   NO,       NO
                    MicroBlaze,     -,                                               236, -,   NO,       NO
                    -,              -,                                               168, -,   POSSIBLE, POSSIBLE
                    -,              -,                                               168, 40,  POSSIBLE, POSSIBLE
                    -,              -,                                               168, 189, NO,       NO
                    -,              -,                                               68,  40,  POSSIBLE, NO
                    -,              -,                                               200, -,   POSSIBLE, NO
                    -,              -,                                               236, -,   NO,       NO
                    -,              -,                                               -,   40,  POSSIBLE, POSSIBLE
                    """)
    void recognition(String architecture, String features, String g, String elf, Fit m, Fit classic) {
        TargetEvidence evidence = new TargetEvidence(
                architecture.equals("-") ? Optional.empty() : Optional.of(architecture),
                features.equals("-") ? Set.of() : Set.of(features.split(" ", -1)),
                number(g),
                number(elf));

        assertThat(M.recognise(evidence)).isEqualTo(m);
        assertThat(CLASSIC.recognise(evidence)).isEqualTo(classic);
    }

    private static OptionalInt number(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    @Test
    void withoutADescriptionTheStatusRegisterIsBehindTheFloatingPointOnesOfOld() {
        RegisterSet registers = M.defaultRegisters(168).orElseThrow();

        assertThat(registers.all()).hasSize(26);
        assertThat(registers.number(25)).hasValue(new Register("xpsr", 25, 32));
        assertThat(registers.offset(registers.named("pc").orElseThrow())).hasValue(60);
        assertThat(registers.offset(registers.named("f0").orElseThrow())).hasValue(64);
        assertThat(registers.offset(registers.named("xpsr").orElseThrow())).hasValue(164);
        assertThat(CLASSIC.defaultRegisters(168).orElseThrow().number(25)).hasValue(new Register("cpsr", 25, 32));
        assertThat(CLASSIC.defaultRegisters(68)).isEmpty();
    }

    @Test
    void anMProfileCpuMayLeaveThemOut() {
        RegisterSet core = M.defaultRegisters(68).orElseThrow();
        RegisterSet floats = M.defaultRegisters(200).orElseThrow();

        assertThat(core.all()).hasSize(17);
        assertThat(core.number(25)).hasValue(new Register("xpsr", 25, 32));
        assertThat(core.offset(core.named("xpsr").orElseThrow())).hasValue(64);
        assertThat(floats.all()).hasSize(34);
        assertThat(floats.number(26)).hasValue(new Register("d0", 26, 64));
        assertThat(floats.offset(floats.named("fpscr").orElseThrow())).hasValue(196);
        assertThat(M.defaultRegisters(72)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "r0, r0, r0",
        "r13, sp, sp",
        "r14, lr, lr",
        "R15, pc, pc",
        "fp, r11, r11",
        "ip, r12, r12",
        "a1, r0, r0",
        "a4, r3, r3",
        "v1, r4, r4",
        "v8, r11, r11",
        "xPSR, xpsr, cpsr",
        "cpsr, xpsr, cpsr",
        "psp, sp, psp",
        "msp, msp, msp",
        "d8, d8, d8"
    })
    void names(String name, String m, String classic) {
        assertThat(M.canonicalName(name)).isEqualTo(m);
        assertThat(CLASSIC.canonicalName(name)).isEqualTo(classic);
    }

    @ParameterizedTest
    @CsvSource({
        "d0, s0 s1",
        "d8, s16 s17",
        "d15, s30 s31",
        "d16, ''",
        "q0, d0 d1",
        "q15, d30 d31",
        "q16, ''",
        "s0, ''",
        "r4, ''"
    })
    void parts(String name, String parts) {
        List<String> expected = parts.isEmpty() ? List.of() : List.of(parts.split(" ", -1));

        assertThat(M.parts(name)).isEqualTo(expected);
        assertThat(CLASSIC.parts(name)).isEqualTo(expected);
    }
}
