package org.tcbridge.core.symbol;

import java.nio.ByteOrder;

/**
 * The program on the target, as its file describes it.
 *
 * @param symbols its symbols
 * @param order byte order of its data
 * @param elfMachine its {@code e_machine}
 */
public record Program(Symbols symbols, ByteOrder order, int elfMachine) {}
