package org.tcbridge.rsp.command;

/** The client offers to look symbols up for the server. */
public record SymbolOffer() implements Command {}
