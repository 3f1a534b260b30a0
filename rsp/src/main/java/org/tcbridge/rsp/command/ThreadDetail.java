package org.tcbridge.rsp.command;

/**
 * The client asks what only some servers tell of threads. Source: GDB manual, node "General Query Packets" (thread-local storage
 * and information blocks); LLDB, docs/resources/lldbgdbremote.md (the others).
 *
 * @param query the wire letters
 * @param arguments what follows them
 */
public record ThreadDetail(String query, String arguments) implements Command {}
