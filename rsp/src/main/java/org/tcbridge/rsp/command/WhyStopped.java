package org.tcbridge.rsp.command;

/** The client asks why the target stands. QEMU deletes all breakpoints at this. */
public record WhyStopped() implements Command {}
