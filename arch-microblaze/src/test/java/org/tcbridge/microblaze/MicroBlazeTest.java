package org.tcbridge.microblaze;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
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

class MicroBlazeTest {
    private static final Architecture MICROBLAZE = new MicroBlaze();

    @Test
    void bothAreServices() {
        assertThat(ServiceLoader.load(Architecture.class))
                .extracting(Architecture::id)
                .containsExactly("microblaze", "microblaze64");
        assertThat(MICROBLAZE.byteOrders()).containsExactly(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    }

    /** {@code -} stands for what is not known. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # architecture, feature,                          g,   elf,   fit
                    -,              -,                                236, 189,   CERTAIN
                    -,              -,                                228, 47787, CERTAIN
                    -,              -,                                100, 189,   POSSIBLE
                    -,              -,                                236, -,     POSSIBLE
                    -,              -,                                228, -,     POSSIBLE
                    -,              -,                                168, -,     NO
                    -,              -,                                236, 40,    NO
                    -,              -,                                -,   -,     POSSIBLE
                    MicroBlaze,     -,                                236, -,     CERTAIN
                    -,              org.gnu.gdb.microblaze.core,      236, -,     CERTAIN
                    -,              org.gnu.gdb.arm.core,             236, -,     NO
                    arm,            -,                                236, -,     NO
                    """)
    void recognition(String architecture, String feature, String g, String elf, Fit fit) {
        TargetEvidence evidence = new TargetEvidence(
                architecture.equals("-") ? Optional.empty() : Optional.of(architecture),
                feature.equals("-") ? Set.of() : Set.of(feature),
                number(g),
                number(elf));

        assertThat(MICROBLAZE.recognise(evidence)).isEqualTo(fit);
    }

    private static OptionalInt number(String text) {
        return text.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    /** {@code -} stands for what is not known. */
    @ParameterizedTest
    @CsvSource({
        "microblaze64, -, 520, 189, CERTAIN, NO",
        "-, org.gnu.gdb.microblaze64.core, 520, -, CERTAIN, NO",
        "microblaze, -, 236, 189, NO, CERTAIN",
        "-, -, 236, 189, NO, CERTAIN"
    })
    void theWidths(String architecture, String feature, String g, String elf, Fit wide, Fit narrow) {
        TargetEvidence evidence = new TargetEvidence(
                architecture.equals("-") ? Optional.empty() : Optional.of(architecture),
                feature.equals("-") ? Set.of() : Set.of(feature),
                number(g),
                number(elf));

        assertThat(new MicroBlaze64().recognise(evidence)).isEqualTo(wide);
        assertThat(MICROBLAZE.recognise(evidence)).isEqualTo(narrow);
        assertThat(new MicroBlaze64().pointerBytes()).isEqualTo(8);
        assertThat(new MicroBlaze64().defaultRegisters(236)).isEmpty();
    }

    @Test
    void gdbsTwoRegisterSets() {
        RegisterSet all = MICROBLAZE.defaultRegisters(236).orElseThrow();
        RegisterSet plain = MICROBLAZE.defaultRegisters(228).orElseThrow();

        assertThat(all.all()).hasSize(59);
        assertThat(plain.all()).hasSize(57).isEqualTo(all.all().subList(0, 57));
        assertThat(all.number(32)).hasValue(new Register("rpc", 32, 32));
        assertThat(all.number(36)).hasValue(new Register("rfsr", 36, 32));
        assertThat(all.number(38)).hasValue(new Register("rpvr0", 38, 32));
        assertThat(all.number(50)).hasValue(new Register("redr", 50, 32));
        assertThat(all.number(56)).hasValue(new Register("rtlbhi", 56, 32));
        assertThat(all.number(58)).hasValue(new Register("rshr", 58, 32));
        assertThat(all.offset(all.named("rmsr").orElseThrow())).hasValue(132);
        assertThat(MICROBLAZE.defaultRegisters(232)).isEmpty();
        assertThat(MICROBLAZE.defaultRegisters(229)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pc, rpc", "msr, rmsr", "MSR, rmsr", "ear, rear", "fsr, rfsr", "pvr11, rpvr11", "pid, rpid", "slr, rslr",
        "shr, rshr", "sp, r1", "zero, r0", "r1, r1", "r15, r15", "rpc, rpc", "rslr, rslr", "other, other"
    })
    void names(String name, String canonical) {
        assertThat(MICROBLAZE.canonicalName(name)).isEqualTo(canonical);
    }
}
