package org.tcbridge.rsp.command;

/** The client asks for the next part of the thread list. */
public record MoreThreads() implements Command {}
