package org.tcbridge.rsp.command;

/** The client asks for an end of acknowledgements. Source: GDB manual, node "Packet Acknowledgment". */
public record StartNoAckMode() implements Command {}
