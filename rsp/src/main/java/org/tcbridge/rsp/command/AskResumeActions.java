package org.tcbridge.rsp.command;

/** The client asks which actions the server knows for {@link ResumeActions}. */
public record AskResumeActions() implements Command {}
