package org.tcbridge.arm;

import java.util.Locale;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture.Fit;
import org.tcbridge.core.arch.TargetEvidence;

/** The two kinds of ARM that a debugger must tell apart: their status registers and frames differ. */
enum Profile {
    /** Cortex-M. */
    MICROCONTROLLER("org.gnu.gdb.arm.m-profile"),
    /** Cortex-A, Cortex-R and all before. */
    CLASSIC("org.gnu.gdb.arm.core");

    private static final String FEATURES = "org.gnu.gdb.arm.";

    private final String feature;

    Profile(String feature) {
        this.feature = feature;
    }

    /** How well a target fits; features are those of the GDB manual, "ARM Features". */
    Fit fit(TargetEvidence evidence) {
        if (evidence.features().contains(feature)) {
            return Fit.CERTAIN;
        }
        Profile other = this == CLASSIC ? MICROCONTROLLER : CLASSIC;
        if (evidence.features().contains(other.feature) || isOther(evidence)) {
            return Fit.NO;
        }
        Optional<Profile> named = evidence.architecture().flatMap(Profile::named);
        if (named.isPresent()) {
            return named.get() == this ? Fit.CERTAIN : Fit.NO;
        }
        return Fit.POSSIBLE;
    }

    /** True when something says that it is no 32-bit ARM at all. */
    private boolean isOther(TargetEvidence evidence) {
        if (evidence.elfMachine().isPresent() && evidence.elfMachine().getAsInt() != ArmRegisters.EM_ARM) {
            return true;
        }
        if (evidence.architecture().isPresent()) {
            return !isArm(evidence.architecture().get());
        }
        if (!evidence.features().isEmpty()) {
            return evidence.features().stream().noneMatch(f -> f.startsWith(FEATURES));
        }
        if (evidence.gBytes().isEmpty()) {
            return false;
        }
        int gBytes = evidence.gBytes().getAsInt();
        return switch (this) {
            case MICROCONTROLLER -> ArmRegisters.microcontroller(gBytes, "").isEmpty();
            case CLASSIC -> ArmRegisters.legacy(gBytes, "").isEmpty();
        };
    }

    private static boolean isArm(String bfd) {
        String name = bfd.toLowerCase(Locale.ROOT);
        return name.startsWith("arm") || name.startsWith("iwmmxt") || name.equals("xscale") || name.equals("ep9312");
    }

    /** The profile that a BFD name tells (binutils 2.40 bfd/cpu-arm.c); {@code arm} and {@code armv7} tell none. */
    private static Optional<Profile> named(String bfd) {
        String name = bfd.toLowerCase(Locale.ROOT);
        if (name.equals("arm") || name.equals("arm_any") || name.equals("armv7")) {
            return Optional.empty();
        }
        boolean microcontroller = name.contains("-m") || name.endsWith("v7em") || name.endsWith("v6m");
        return Optional.of(microcontroller ? MICROCONTROLLER : CLASSIC);
    }
}
