package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tcbridge.core.agent.AgentExpression;
import org.tcbridge.core.agent.UnsupportedExpressionException;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.frame.Packet;

/**
 * Where the client has breakpoints at present and on which conditions, and whether it wants to be told of a stop that it is one
 * of them. Any thread, unless a method says otherwise.
 */
final class ClientBreakpoints {
    /** No breakpoint is longer, in bytes. */
    private static final int LONGEST = 4;

    private record Key(BreakpointType type, long address) {
        Key(Breakpoint at) {
            this(at.type(), at.address());
        }
    }

    /**
     * One that the client has inserted.
     *
     * @param at where, as the server was told
     * @param conditions the target stops for the client when any of them holds; none for one that always stops
     * @param halt in which halt of the target the client said so
     * @param taken true when the server has said that it is in
     */
    private record Inserted(Breakpoint at, List<AgentExpression> conditions, int halt, boolean taken) {}

    /**
     * The client's breakpoints at one address, all of which have conditions.
     *
     * @param places as the server was told of them
     * @param conditions the target stops for the client when any of them holds
     */
    record Conditional(List<Breakpoint> places, List<AgentExpression> conditions) {}

    private final SessionLog log;
    private final Map<Key, Inserted> inserted = new ConcurrentHashMap<>();
    private final AtomicInteger halt = new AtomicInteger();
    private volatile boolean named;
    private volatile boolean conditionsAreOurs;

    ClientBreakpoints(SessionLog log) {
        this.log = log;
    }

    /**
     * Event loop: notes a command on its way to the server, whose reply is not looked at. Takes over the packet.
     *
     * @return what to send
     */
    Packet passing(Packet packet) {
        switch (Command.parse(packet)) {
            case InsertBreakpoint(Breakpoint at) -> {
                inserting(at);
                if (conditionsAreOurs && !at.rest().isEmpty()) {
                    packet.release();
                    return new InsertBreakpoint(at.bare()).toPacket();
                }
            }
            case RemoveBreakpoint(Breakpoint at) -> inserted.remove(new Key(at));
            default -> {}
        }
        return packet;
    }

    /** The server is told of one. Until it has said that it is in, it always stops. */
    void inserting(Breakpoint at) {
        inserted.put(new Key(at), new Inserted(at.bare(), List.of(), halt.get(), false));
    }

    /** It is in, and has its conditions. */
    void inserted(Breakpoint at) {
        inserted.put(new Key(at), new Inserted(at.bare(), conditions(at), halt.get(), true));
    }

    /** The server did not take it. */
    void refused(Breakpoint at) {
        inserted.remove(new Key(at));
    }

    /** True when the server has said that one just like it is in. */
    boolean isIn(Breakpoint at) {
        Inserted there = inserted.get(new Key(at));
        return there != null && there.taken && there.at.equals(at.bare());
    }

    private List<AgentExpression> conditions(Breakpoint at) {
        List<AgentExpression> expressions = new ArrayList<>();
        try {
            for (byte[] condition : at.conditions().orElse(List.of())) {
                expressions.add(AgentExpression.parse(condition));
            }
        } catch (UnsupportedExpressionException e) {
            log.debug("a condition at 0x{} is left to the client: {}", Long.toHexString(at.address()), e.getMessage());
            return List.of();
        }
        return List.copyOf(expressions);
    }

    /**
     * The client has been told that the target stands still: it may want more of the places where it has breakpoints, and gdb does
     * not say so of those that stay in. A {@code next} that returns to one waits for its own return there, whatever the condition
     * (gdb 13, step-resume breakpoints). So conditions count until then.
     */
    void halted() {
        halt.incrementAndGet();
    }

    /** The program has ended, and its breakpoints with it. */
    void ended() {
        inserted.clear();
    }

    /** From now on the client knows that a stop at one of them says so. */
    void areNamed() {
        named = true;
    }

    /** From now on the client sends conditions that the server knows nothing of. */
    void haveConditions() {
        conditionsAreOurs = true;
    }

    /** True when the client sends conditions that the server knows nothing of. */
    boolean conditionsAreOurs() {
        return conditionsAreOurs;
    }

    /** True when a stop at one of them is to say so. */
    boolean named() {
        return named && !inserted.isEmpty();
    }

    /** True when some of them have conditions that count. */
    boolean conditional() {
        return inserted.values().stream().anyMatch(this::counts);
    }

    private boolean counts(Inserted one) {
        return !one.conditions.isEmpty() && one.halt == halt.get();
    }

    /** True when the target stops at that address for the client. */
    boolean at(long address) {
        return !there(address).isEmpty();
    }

    /** Those at that address; empty when there are none, or one that always stops. */
    Optional<Conditional> conditional(long address) {
        List<Inserted> there = there(address);
        return there.isEmpty() || !there.stream().allMatch(this::counts)
                ? Optional.empty()
                : Optional.of(new Conditional(
                        there.stream().map(Inserted::at).toList(),
                        there.stream().flatMap(one -> one.conditions.stream()).toList()));
    }

    /** True when the target stops for the client at other addresses, too. */
    boolean elsewhere(long address) {
        return inserted.keySet().stream().anyMatch(key -> stopsThere(key) && key.address != address);
    }

    /** True when memory may not show there what the program has. */
    boolean mayShowIn(long address, int length) {
        return inserted.keySet().stream()
                .anyMatch(key -> stopsThere(key) && key.address - address < length && address - key.address < LONGEST);
    }

    private static boolean stopsThere(Key key) {
        return key.type == BreakpointType.SOFTWARE || key.type == BreakpointType.HARDWARE;
    }

    private List<Inserted> there(long address) {
        List<Inserted> there = new ArrayList<>();
        for (BreakpointType type : List.of(BreakpointType.SOFTWARE, BreakpointType.HARDWARE)) {
            Inserted one = inserted.get(new Key(type, address));
            if (one != null) {
                there.add(one);
            }
        }
        return there;
    }
}
