package org.tcbridge.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gdb that is spoken to as IDEs do: gdb/MI, each command with a token. */
public final class GdbMi implements AutoCloseable {
    private static final Pattern RECORD = Pattern.compile("(\\d*)([\\^*=])([a-z-]+)(.*)");
    private static final Pattern STREAM = Pattern.compile("([~@&])(\".*\")");

    private final Child child;
    private final Deque<MiValue.Tuple> stops = new ArrayDeque<>();
    private final StringBuilder console = new StringBuilder();
    private int token;

    private GdbMi(Child child) {
        this.child = child;
    }

    /** Starts gdb, with a program's file or without. */
    public static GdbMi start(Path gdb, Optional<Path> elf) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(gdb.toString(), "-nx", "-q", "--interpreter=mi3"));
        elf.ifPresent(file -> command.add(file.toString()));
        GdbMi started = new GdbMi(Child.start(command));
        for (String setting : List.of("width 0", "height 0", "confirm off", "mi-async on")) {
            started.run("-gdb-set " + setting);
        }
        return started;
    }

    /** Starts the gdb of a target with its file. */
    public static GdbMi start(Target target) throws IOException, InterruptedException {
        return start(target.gdb(), Optional.of(target.elf()));
    }

    /** Runs a command that succeeds; its results. */
    public MiValue run(String command) throws IOException, InterruptedException {
        Answer answer = ask(command);
        if (answer.kind.equals("error")) {
            throw new AssertionError(command + ": " + answer.results.text("msg") + "\n" + child);
        }
        return answer.results;
    }

    /** Runs a command that fails; gdb's message. */
    public String refused(String command) throws IOException, InterruptedException {
        Answer answer = ask(command);
        if (!answer.kind.equals("error")) {
            throw new AssertionError(command + " was not refused: " + answer + "\n" + child);
        }
        return answer.results.text("msg");
    }

    /** Runs a command of gdb's console that succeeds; what the console shows, without the last line end. */
    public String cli(String command) throws IOException, InterruptedException {
        console.setLength(0);
        run(cliCommand(command));
        return console.toString().stripTrailing();
    }

    /** Runs a command of gdb's console that fails; gdb's message. */
    public String cliRefused(String command) throws IOException, InterruptedException {
        return refused(cliCommand(command));
    }

    private static String cliCommand(String command) {
        return "-interpreter-exec console \"" + command.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Runs a command of gdb's console that lets the target run, and waits for the stop. */
    public MiValue stopAfter(String command) throws IOException, InterruptedException {
        stops.clear();
        cli(command);
        return stopped();
    }

    /** Waits for the next stop: reason, thread-id, frame and others. */
    public MiValue stopped() throws InterruptedException {
        while (stops.isEmpty()) {
            read();
        }
        return stops.removeFirst();
    }

    /** The value of an expression that is a number. */
    public long number(String expression) throws IOException, InterruptedException {
        String value = run("-data-evaluate-expression \"" + expression + "\"").text("value");
        Matcher number = Pattern.compile("^(?:0x([0-9a-f]+)|(-?\\d+))").matcher(value);
        if (!number.find()) {
            throw new AssertionError(expression + " is no number: " + value);
        }
        return number.group(1) == null ? Long.parseLong(number.group(2)) : Long.parseUnsignedLong(number.group(1), 16);
    }

    private Answer ask(String command) throws IOException, InterruptedException {
        String own = Integer.toString(++token);
        child.send(own + command);
        while (true) {
            Optional<Answer> answer = read();
            if (answer.isPresent() && answer.get().token.equals(own)) {
                return answer.get();
            }
        }
    }

    private Optional<Answer> read() throws InterruptedException {
        String line = child.line();
        Matcher stream = STREAM.matcher(line);
        if (stream.matches()) {
            // ~ is gdb's console, @ the server's; & is gdb's own log
            if (!stream.group(1).equals("&")) {
                console.append(MiReader.text(stream.group(2)));
            }
            return Optional.empty();
        }
        Matcher found = RECORD.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        MiValue.Tuple results = MiReader.results(found.group(4));
        if (found.group(2).equals("*") && found.group(3).equals("stopped")) {
            stops.addLast(results);
        }
        return found.group(2).equals("^")
                ? Optional.of(new Answer(found.group(1), found.group(3), results))
                : Optional.empty();
    }

    /** Ctrl-C. */
    public void interrupt() throws IOException, InterruptedException {
        child.signal("INT");
    }

    /** All that gdb printed. */
    @Override
    public String toString() {
        return child.toString();
    }

    @Override
    public void close() {
        child.close();
    }

    private record Answer(String token, String kind, MiValue.Tuple results) {}
}
