package org.tcbridge.it.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.it.tools.Tools;

/** A program that a test started, its output (both streams in one) and its end. It runs in the project's root folder. */
public final class Child implements AutoCloseable {
    /** From where the last match ended: a long line that is not yet whole is not tried from each of its characters. */
    private static final Pattern LINE = Pattern.compile("\\G(.*)\\R");

    /** How long anything may take before the test fails; generous, since it is reached by failures alone. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> command;
    private final Process process;
    private final Writer input;
    private final StringBuilder output = new StringBuilder();
    private int consumed;
    private boolean ended;

    private Child(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        input = process.outputWriter(UTF_8);
        Thread.ofVirtual().start(this::collect);
    }

    /** Starts a program: its path and its arguments. */
    public static Child start(List<String> command) throws IOException {
        return new Child(
                command,
                new ProcessBuilder(command)
                        .directory(Tools.projectRoot().toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    private void collect() {
        char[] buffer = new char[8192];
        try (Reader reader = process.inputReader(UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                synchronized (this) {
                    output.append(buffer, 0, n);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                output.append("[").append(e).append("]\n");
            }
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** Types a line. */
    public void send(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Waits until the pattern is in the output behind the last match. */
    public synchronized MatchResult await(Pattern pattern) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Matcher matcher = pattern.matcher(output);
            if (matcher.find(consumed)) {
                consumed = matcher.end();
                return matcher.toMatchResult();
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError((ended ? "ended" : "nothing for " + PATIENCE.toSeconds() + " s") + " without /"
                        + pattern + "/: " + this);
            }
            wait(left);
        }
    }

    /** Waits for the next line; without its end. */
    public String line() throws InterruptedException {
        return await(LINE).group(1);
    }

    /** Waits until the program ends by itself; all of its output. */
    public String end() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new AssertionError("did not end within " + PATIENCE.toSeconds() + " s: " + this);
        }
        return output();
    }

    private synchronized String output() throws InterruptedException {
        while (!ended) {
            wait();
        }
        return output.toString();
    }

    /** Its exit status; it has ended. */
    public int status() {
        return process.exitValue();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Sends it a signal, such as {@code INT}, as Ctrl-C does. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** The command and what it printed until now. */
    @Override
    public synchronized String toString() {
        return String.join(" ", command) + "\n--- output\n" + output + "---";
    }

    /** Ends it if it runs. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
