package org.tcbridge.rsp.command;

/** The client reads the selected thread's general registers. */
public record ReadRegisters() implements Command {}
