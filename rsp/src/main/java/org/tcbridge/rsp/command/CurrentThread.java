package org.tcbridge.rsp.command;

/** The client asks which thread the server would act on. */
public record CurrentThread() implements Command {}
