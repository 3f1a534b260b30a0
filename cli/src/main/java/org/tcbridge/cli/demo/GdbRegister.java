package org.tcbridge.cli.demo;

import java.util.OptionalLong;

/**
 * A register's value in one thread.
 *
 * @param name in the server's spelling
 * @param bytes its size
 * @param type as the target description has it, such as {@code code_ptr}; {@code int} where it has none
 * @param value unsigned; empty when the server cannot tell
 */
public record GdbRegister(String name, int bytes, String type, OptionalLong value) {}
