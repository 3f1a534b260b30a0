package org.tcbridge.rsp.description;

import java.util.OptionalInt;

/**
 * Where a register stands in the reply to {@code g}.
 *
 * @param register the register
 * @param offset of its first byte; empty when the reply ends before it, so that only {@code p} reads it
 */
public record PlacedRegister(DescribedRegister register, OptionalInt offset) {}
