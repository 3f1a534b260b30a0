package org.tcbridge.rsp.kit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that sends what gdb 13 sends, in its order: the attach, the thread list, symbols, resuming. Source: recorded
 * sessions of gdb 13.1, and its remote.c.
 */
public final class Gdb13 implements AutoCloseable {

    /**
     * A thread of the list.
     *
     * @param id as gdb writes it: hexadecimal without leading zeros
     * @param name empty when it has none
     * @param text what else is said of it
     */
    public record ThreadLine(String id, String name, String text) {}

    private static final Pattern THREAD =
            Pattern.compile("<thread id=\"([^\"]*)\"[^>]*?(?: name=\"([^\"]*)\")?>([^<]*)<");
    private static final Pattern STOP_THREAD = Pattern.compile("thread:([^;]*);");

    private final ScriptedGdb wire;
    private final Map<String, Long> symbols;
    private final Map<String, String> features = new HashMap<>();
    private final List<String> questions = new ArrayList<>();
    private final List<String> console = new ArrayList<>();
    private final List<String> notifications = new ArrayList<>();
    private String description = "";
    private String vCont = "";
    private boolean vContAsked;
    private String stop = "";
    private String current = "";

    private Gdb13(ScriptedGdb wire, Map<String, Long> symbols) {
        this.wire = wire;
        this.symbols = Map.copyOf(symbols);
    }

    /** Connects to a port of this machine, with the symbols of a program. */
    public static Gdb13 connect(int port, Map<String, Long> symbols) {
        return new Gdb13(ScriptedGdb.connect(port), symbols);
    }

    /** The connection. */
    public ScriptedGdb wire() {
        return wire;
    }

    /** Names of the symbols that were asked for, in order. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** Console output so far, as it stood in the packets. */
    public List<String> console() {
        return List.copyOf(console);
    }

    /** Notifications so far. */
    public List<String> notifications() {
        return List.copyOf(notifications);
    }

    /** What was offered at the beginning: value, or sign, of each feature. */
    public Map<String, String> features() {
        return Map.copyOf(features);
    }

    /** The target description; empty when there is none. */
    public String description() {
        return description;
    }

    /** The thread that gdb believes the server has selected. */
    public String current() {
        return current;
    }

    /** Sends a packet and gives the reply. */
    public String ask(String command) {
        wire.send(command);
        return receive();
    }

    /** The next reply; console output and notifications are put aside. */
    public String receive() {
        while (true) {
            String item = wire.item();
            if (item.startsWith("%")) {
                notifications.add(item.substring(1, item.length() - 3));
            } else if (item.startsWith("$")) {
                String reply = wire.accept(item);
                if (!reply.startsWith("O") || reply.equals("OK")) {
                    return reply;
                }
                console.add(reply.substring(1));
            } else if (!item.equals("+")) {
                throw wire.transcript().failure("expected a packet but got '" + Transcript.printable(item) + "'");
            }
        }
    }

    /** Waits for a notification; nothing else may come before it but other notifications. */
    public void awaitNotification(String text) {
        String item = wire.item();
        while (!item.equals(Wire.enclose('%', text))) {
            if (!item.startsWith("%")) {
                throw wire.transcript().failure("expected notification " + text + " but got '" + item + "'");
            }
            item = wire.item();
        }
    }

    /** Connects as {@code target remote} does, symbols included. Gives the first stop reply as it came. */
    public String attach() {
        String reply = ask("qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;fork-events+;vfork-events+;"
                + "exec-events+;vContSupported+;QThreadEvents+;no-resumed+;memory-tagging+;xmlRegisters=i386");
        for (String feature : reply.split(";", -1)) {
            String[] parts = feature.split("=", 2);
            String name = parts.length == 2 ? parts[0] : feature.replaceAll("[+?-]$", "");
            features.put(name, parts.length == 2 ? parts[1] : feature.substring(name.length()));
        }
        wire.send("vMustReplyEmpty");
        wire.expect("");
        if (has("QStartNoAckMode") && ask("QStartNoAckMode").equals("OK")) {
            wire.noAck();
        }
        ask(has("multiprocess") ? "Hgp0.0" : "Hg0");
        description = has("qXfer:features:read") ? transfer("features", "target.xml") : "";
        ask("qTStatus");
        stop = ask("?");
        List<ThreadLine> first = threads();
        ask(has("multiprocess") ? "qAttached:1" : "qAttached");
        ask("Hc-1");
        ask("qOffsets");
        current = stopThread(stop).orElseGet(() -> first.isEmpty() ? "" : currentThread(first));
        if (!current.isEmpty()) {
            ask("Hg" + current);
        }
        ask("g");
        threads();
        offerSymbols();
        return stop;
    }

    private String currentThread(List<ThreadLine> threads) {
        String reply = ask("qC");
        return reply.startsWith("QC") && !reply.equals("QC0") ? canonical(reply.substring(2)) : threads.getFirst().id;
    }

    private boolean has(String feature) {
        return "+".equals(features.get(feature));
    }

    /** What the server says it takes, in bytes; 400 when it says nothing. */
    public int packetSize() {
        return Integer.parseInt(features.getOrDefault("PacketSize", "190"), 16);
    }

    private String transfer(String object, String annex) {
        StringBuilder text = new StringBuilder();
        while (true) {
            String reply = ask("qXfer:%s:read:%s:%x,%x".formatted(object, annex, text.length(), packetSize() - 5));
            if (!reply.startsWith("m") && !reply.startsWith("l")) {
                return "";
            }
            text.append(reply.substring(1));
            if (reply.startsWith("l")) {
                return text.toString();
            }
        }
    }

    /** Offers to look up symbols and answers what is asked. Gives the last reply. */
    public String offerSymbols() {
        String reply = ask("qSymbol::");
        while (reply.startsWith("qSymbol:")) {
            String hex = reply.substring(8);
            String name = Wire.text(hex);
            questions.add(name);
            reply = ask("qSymbol:"
                    + Optional.ofNullable(symbols.get(name))
                            .map(Long::toHexString)
                            .orElse("") + ":" + hex);
        }
        return reply;
    }

    /** The thread list, as {@code info threads} gets it. */
    public List<ThreadLine> threads() {
        List<ThreadLine> lines = new ArrayList<>();
        if (has("qXfer:threads:read")) {
            Matcher matcher = THREAD.matcher(transfer("threads", ""));
            while (matcher.find()) {
                lines.add(new ThreadLine(
                        canonical(matcher.group(1)),
                        Optional.ofNullable(matcher.group(2)).orElse(""),
                        matcher.group(3)));
            }
            return lines;
        }
        for (String reply = ask("qfThreadInfo"); reply.startsWith("m"); reply = ask("qsThreadInfo")) {
            for (String id : reply.substring(1).split(",", -1)) {
                lines.add(new ThreadLine(canonical(id), "", ""));
            }
        }
        return lines.stream()
                .map(line -> new ThreadLine(line.id, "", Wire.text(ask("qThreadExtraInfo," + line.id))))
                .toList();
    }

    /** The id of the thread of that name. */
    public String id(String name) {
        return threads().stream()
                .filter(thread -> thread.name.equals(name))
                .findFirst()
                .orElseThrow()
                .id;
    }

    /** The name of the thread of that id. */
    public String name(String id) {
        return threads().stream()
                .filter(thread -> thread.id.equals(id))
                .findFirst()
                .orElseThrow()
                .name;
    }

    /** Selects a thread unless it is selected. */
    public void select(String id) {
        if (!id.equals(current)) {
            String reply = ask("Hg" + id);
            if (!reply.equals("OK")) {
                throw wire.transcript().failure("thread " + id + " cannot be selected: " + reply);
            }
            current = id;
        }
    }

    /** The registers of a thread. */
    public String registers(String id) {
        select(id);
        return ask("g");
    }

    /** Lets all threads run; gives no answer. */
    public void resume() {
        askForActions();
        if (vCont.isEmpty()) {
            ask("Hc0");
            wire.send("c");
        } else {
            wire.send(has("multiprocess") ? "vCont;c:p1.-1" : "vCont;c");
        }
    }

    /** Steps a thread, the others run. Gives the stop reply. */
    public String step(String id) {
        askForActions();
        if (vCont.isEmpty()) {
            ask("Hc" + id);
            wire.send("s");
        } else {
            String others = has("multiprocess") ? ";c:p1.-1" : ";c";
            wire.send(id.isEmpty() ? "vCont;s" : "vCont;s:" + id + others);
        }
        return stopped();
    }

    /** Waits until the target stops. */
    public String stopped() {
        stop = receive();
        current = stopThread(stop).orElse(current);
        return stop;
    }

    /** Lets all threads run, presses ^C once {@code runs} and gives the stop reply. */
    public String resumeAndInterrupt(Runnable runs) {
        resume();
        runs.run();
        wire.interrupt();
        return stopped();
    }

    private void askForActions() {
        if (!vContAsked) {
            vContAsked = true;
            vCont = ask("vCont?");
            vCont = vCont.contains(";C") ? vCont : "";
        }
    }

    /** Detaches; gives the reply. */
    public String detach() {
        return ask(has("multiprocess") ? "D;1" : "D");
    }

    /** The thread that a stop reply names. */
    public static Optional<String> stopThread(String stop) {
        Matcher matcher = STOP_THREAD.matcher(stop);
        return matcher.find() ? Optional.of(canonical(matcher.group(1))) : Optional.empty();
    }

    /** gdb keeps ids as numbers and writes them without leading zeros. */
    private static String canonical(String id) {
        return id.replaceAll("(^|[p.])0+(?=[0-9a-f])", "$1");
    }

    @Override
    public void close() {
        wire.close();
    }
}
