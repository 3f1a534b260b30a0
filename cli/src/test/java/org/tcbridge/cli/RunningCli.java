package org.tcbridge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A run of the program that stays up until it is interrupted. */
final class RunningCli {
    private static final String END = "(the end)";

    private final LineQueue out = new LineQueue();
    private final StringWriter err = new StringWriter();
    private final FutureTask<Integer> run;
    private final Thread thread;

    RunningCli(String... args) {
        // unflushed lines stay in the writer, as in a pipe
        run = new FutureTask<>(() -> {
            try {
                return Main.commandLine(new PrintWriter(out, false), new PrintWriter(err, true), args)
                        .execute(args);
            } finally {
                out.lines().add(END);
            }
        });
        thread = Thread.ofPlatform().name("cli").start(run);
    }

    /** Waits for the next line of standard output. */
    String line() throws InterruptedException {
        String line = out.lines().take();
        if (line.equals(END)) {
            throw new AssertionError("it ended by itself: " + err);
        }
        return line;
    }

    /** Ends it and waits for its exit code. */
    int end() throws InterruptedException, ExecutionException {
        thread.interrupt();
        return run.get();
    }

    String err() {
        return err.toString();
    }
}
