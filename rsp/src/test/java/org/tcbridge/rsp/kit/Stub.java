package org.tcbridge.rsp.kit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plain GDB server, one without quirks, answers on one connection. The fields are there for quirks to change. Belongs
 * to the thread of the connection.
 */
public final class Stub {

    /** What the server says to qSupported. */
    public String features = "PacketSize=1000;QStartNoAckMode+;multiprocess+;qXfer:features:read+;vContSupported+";

    /** What it says to {@code vCont?}; empty for a server without vCont. */
    public String vCont = "vCont;c;C;s;S";

    /** How a thread's number is written, a format for {@link String#formatted}. */
    public String number = "%x";

    /** Documents of the target description. */
    public final Map<String, String> annexes = new LinkedHashMap<>();

    /** Breakpoints that are inserted, as {@code 0,8000100,2}. */
    public final Set<String> breakpoints = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Core that registers are read from. */
    public int selected;

    /** Core that stopped last. */
    public int stopped;

    /** True when a wrong thread id has been selected on a server that takes any. */
    public boolean poisoned;

    /** True when the last client left the target running; a new client stops it. */
    public boolean leftRunning;

    private final Machine machine;
    private boolean multiprocess;

    Stub(Machine machine) {
        this.machine = machine;
        selected = machine.cores().getFirst();
        stopped = selected;
    }

    /** The target. */
    public Machine machine() {
        return machine;
    }

    /** A core's thread id as this server writes it. */
    public String id(int core) {
        return multiprocess ? "p" + number.formatted(1) + "." + number.formatted(core) : number.formatted(core);
    }

    /** The core that an id names; empty for any, all and unknown ones. */
    public Optional<Integer> core(String id) {
        String text = id.substring(id.indexOf('.') + 1);
        return machine.cores().stream()
                .filter(core -> text.matches("[0-9a-f]+") && Integer.parseInt(text, 16) == core)
                .findFirst();
    }

    /** The stop reply of the core that stopped, without more than its thread. */
    public String stopReply(int signal) {
        return "T%02xthread:%s;".formatted(signal, id(stopped));
    }

    /** The plain answer. */
    List<String> plain(String command) {
        if (command.startsWith("vCont;")) {
            steps(command).ifPresent(core -> stopped = core);
            return vCont.isEmpty() ? List.of("") : resume(command.matches(".*;[sSr].*"));
        }
        if (command.startsWith("qSupported")) {
            multiprocess = features.contains("multiprocess+") && command.contains("multiprocess+");
            return List.of(multiprocess ? features : features.replaceAll(";?multiprocess\\+", ""));
        }
        if (command.startsWith("qXfer:features:read:")) {
            return List.of(page(command.split("[:,]", -1)));
        }
        if (command.startsWith("qThreadExtraInfo,") || command.startsWith("qSymbol")) {
            return List.of("");
        }
        return switch (command) {
            case "QStartNoAckMode" -> List.of(features.contains("QStartNoAckMode+") ? "OK" : "");
            case "?" -> List.of(stopReply(5));
            case "qfThreadInfo" ->
                List.of("m"
                        + String.join(
                                ",", machine.cores().stream().map(this::id).toList()));
            case "qsThreadInfo" -> List.of("l");
            case "qC" -> List.of("QC" + id(selected));
            case "qAttached", "qAttached:1" -> List.of("1");
            case "vCont?" -> List.of(vCont);
            default -> byLetter(command);
        };
    }

    private List<String> byLetter(String command) {
        String rest = command.isEmpty() ? "" : command.substring(1);
        String[] parts = rest.split("[,:=]", -1);
        return switch (command.isEmpty() ? ' ' : command.charAt(0)) {
            case 'H' -> select(rest);
            case 'T' -> List.of(core(rest).isPresent() ? "OK" : "E01");
            case 'g' -> List.of(machine.general(selected));
            case 'p' -> List.of(machine.register(selected, parse(rest)).orElse("E01"));
            case 'G' -> done(machine.writeGeneral(selected, rest));
            case 'P' -> done(machine.writeRegister(selected, parse(parts[0]), parts[1]));
            case 'm' ->
                List.of(machine.read(address(parts[0]), parse(parts[1]))
                        .map(HexFormat.of()::formatHex)
                        .orElse("E14"));
            case 'M' -> done(machine.write(address(parts[0]), HexFormat.of().parseHex(parts[2])));
            case 'X' ->
                done(machine.write(
                        address(parts[0]),
                        rest.substring(rest.indexOf(':') + 1).getBytes(StandardCharsets.ISO_8859_1)));
            case 'Z' -> breakpoint(true, rest);
            case 'z' -> breakpoint(false, rest);
            case 'c', 'C' -> resume(false);
            case 's', 'S' -> resume(true);
            case 'D' -> List.of("OK");
            case 'k' -> List.of();
            default -> List.of("");
        };
    }

    /** A breakpoint that is there already, or not there, is no error (GDB manual, "Packets", Z). */
    private List<String> breakpoint(boolean insert, String at) {
        if (insert) {
            breakpoints.add(at);
        } else {
            breakpoints.remove(at);
        }
        return List.of("OK");
    }

    private List<String> select(String rest) {
        String id = rest.substring(1);
        boolean any = id.matches("(p[0-9a-f]+\\.)?(0|00|-1)");
        if (!any && core(id).isEmpty()) {
            return List.of("E01");
        }
        core(id).filter(_ -> rest.startsWith("g")).ifPresent(core -> selected = core);
        return List.of("OK");
    }

    /** The core that a vCont steps; empty when it names none. */
    private Optional<Integer> steps(String command) {
        return Arrays.stream(command.split(";", -1))
                .filter(action -> action.matches("[sSr].*:.*"))
                .flatMap(action -> core(action.substring(action.indexOf(':') + 1)).stream())
                .findFirst();
    }

    /** Lets the target go: a step ends at once, anything else when somebody stops it. */
    public List<String> resume(boolean step) {
        if (step) {
            selected = stopped;
            machine.step();
            return List.of(stopReply(5));
        }
        machine.running(true);
        return List.of();
    }

    private String page(String[] parts) {
        String text = annexes.get(parts[3]);
        if (text == null) {
            return annexes.isEmpty() ? "" : "E00";
        }
        int from = Math.min(parse(parts[4]), text.length());
        int to = Math.min(from + parse(parts[5]), text.length());
        return (to == text.length() ? "l" : "m") + text.substring(from, to);
    }

    private static List<String> done(boolean well) {
        return List.of(well ? "OK" : "E01");
    }

    private static int parse(String hex) {
        return Integer.parseInt(hex, 16);
    }

    private static long address(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }
}
