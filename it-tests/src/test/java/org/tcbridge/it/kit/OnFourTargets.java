package org.tcbridge.it.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test of a {@link Firmware}, on Cortex-M3 and M4F and on MicroBlaze of both byte orders. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(
        value = Firmware.class,
        names = {"CORTEX_M3", "CORTEX_M4F", "MICROBLAZE_BE", "MICROBLAZE_LE"})
public @interface OnFourTargets {}
