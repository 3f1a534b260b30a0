package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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
     */
    private record Inserted(Breakpoint at, List<AgentExpression> conditions) {}

    /**
     * The client's breakpoints at one address, all of which have conditions.
     *
     * @param places as the server was told of them
     * @param conditions the target stops for the client when any of them holds
     */
    record Conditional(List<Breakpoint> places, List<AgentExpression> conditions) {}

    /** What counts from the server's OK on. */
    private record Unanswered(Key key, List<AgentExpression> conditions) {}

    private final SessionLog log;
    private final Map<Key, Inserted> inserted = new ConcurrentHashMap<>();
    private volatile boolean named;
    private volatile boolean conditionsAreOurs;

    /** Event loop: insertions whose replies have not come. */
    private int unanswered;

    private @Nullable Unanswered last;

    ClientBreakpoints(SessionLog log) {
        this.log = log;
    }

    /**
     * Event loop: notes a command on its way to the server. Takes over the packet.
     *
     * @param replyIsTold true when {@link #answered} will be
     * @return what to send
     */
    Packet passing(Packet packet, boolean replyIsTold) {
        switch (Command.parse(packet)) {
            case InsertBreakpoint(Breakpoint at) -> {
                Key key = new Key(at);
                // until its conditions count, it always stops
                inserted.put(key, new Inserted(at.bare(), List.of()));
                if (replyIsTold) {
                    unanswered++;
                    last = unanswered == 1 ? new Unanswered(key, conditions(at)) : null;
                }
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

    private List<AgentExpression> conditions(Breakpoint at) {
        List<AgentExpression> expressions = new ArrayList<>();
        try {
            for (byte[] condition : conditionsAreOurs ? at.conditions().orElse(List.of()) : List.<byte[]>of()) {
                expressions.add(AgentExpression.parse(condition));
            }
        } catch (UnsupportedExpressionException e) {
            log.debug("a condition at 0x{} is left to the client: {}", Long.toHexString(at.address()), e.getMessage());
            return List.of();
        }
        return List.copyOf(expressions);
    }

    /** Event loop: the server has replied to an insertion. Of several at once it is not told which are meant: those always stop. */
    void answered(boolean done) {
        unanswered--;
        Unanswered known = last;
        last = null;
        if (done && unanswered == 0 && known != null) {
            inserted.computeIfPresent(known.key, (key, there) -> new Inserted(there.at, known.conditions));
        }
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

    /** True when some of them have conditions. */
    boolean conditional() {
        return conditionsAreOurs && inserted.values().stream().anyMatch(one -> !one.conditions.isEmpty());
    }

    /** True when the target stops at that address for the client. */
    boolean at(long address) {
        return !there(address).isEmpty();
    }

    /** Those at that address; empty when there are none, or one that always stops. */
    Optional<Conditional> conditional(long address) {
        List<Inserted> there = there(address);
        return there.isEmpty() || there.stream().anyMatch(one -> one.conditions.isEmpty())
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
