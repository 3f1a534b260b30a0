package org.tcbridge.rsp.command;

/** The client resets the whole system; obsolete. */
public record Reset() implements Command {}
