package org.tcbridge.rsp.command;

/** The client has sent all erasures and writes of flash memory. */
public record FlashDone() implements Command {}
