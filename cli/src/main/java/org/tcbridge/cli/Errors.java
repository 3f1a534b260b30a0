package org.tcbridge.cli;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What users see when a command does not work: one line on standard error, and an exit code. */
final class Errors {
    private Errors() {}

    /** The command line makes no sense: exit code 2. */
    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        print(command, "%s (see %s --help)".formatted(e.getMessage(), name));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The command failed: exit code 1. What is not an expected failure also goes to the log, with its stack. */
    static int failure(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandFailure) {
            print(command, String.valueOf(e.getMessage()));
        } else {
            print(command, "internal error: " + e + ": please report it, with the output of --log debug");
            LoggerFactory.getLogger(Errors.class).debug("internal error", e);
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** What went wrong with a file; the exceptions for a missing one, or a missing host, have its name only. */
    static String text(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case UnknownHostException unknown -> "no such host: " + unknown.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message.replaceAll("\\R\\s*", " "));
        command.getErr().flush();
    }
}
