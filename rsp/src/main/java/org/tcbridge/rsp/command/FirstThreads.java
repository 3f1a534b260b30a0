package org.tcbridge.rsp.command;

/** The client asks for the first part of the thread list. */
public record FirstThreads() implements Command {}
