package org.tcbridge.proxy.intercept;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.core.agent.AgentExpression;
import org.tcbridge.core.agent.AgentExpression.Outcome;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.reply.MemoryReply;

/**
 * Tells whether breakpoints' conditions are false. The client evaluates them once more at a stop, so only a stop that it is not told
 * of must be certain.
 */
final class Conditions {
    private final TargetLink link;
    private final ClientBreakpoints breakpoints;
    private final SessionLog log;

    Conditions(TargetLink link, ClientBreakpoints breakpoints, SessionLog log) {
        this.link = link;
        this.breakpoints = breakpoints;
        this.log = log;
    }

    /** True when none of them holds on a CPU, for certain. That one is selected at the server. */
    boolean allFalse(List<AgentExpression> conditions, LiveRegisters registers) {
        Stopped machine = new Stopped(registers);
        for (AgentExpression condition : conditions) {
            switch (condition.evaluate(machine)) {
                case Outcome.Value(long value) -> {
                    if (value != 0) {
                        return false;
                    }
                }
                case Outcome.Doubtful(String reason) -> {
                    log.debug("the condition {} is left to the client: {}", condition, reason);
                    return false;
                }
            }
        }
        return true;
    }

    /** A CPU that stands still. What it has read it does not read again. */
    private final class Stopped implements AgentExpression.Machine {
        private record Place(long address, int bytes) {}

        private final LiveRegisters registers;
        private final Map<Place, OptionalLong> seen = new HashMap<>();

        Stopped(LiveRegisters registers) {
            this.registers = registers;
        }

        @Override
        public OptionalLong register(int number) {
            return registers.value(number);
        }

        @Override
        public OptionalLong memory(long address, int bytes) {
            int unused = Long.SIZE - Byte.SIZE * registers.model().pointerBytes();
            long used = address << unused >>> unused;
            return seen.computeIfAbsent(new Place(used, bytes), this::read);
        }

        /** As the client would read it: the cache may answer. */
        private OptionalLong read(Place place) {
            if (breakpoints.mayShowIn(place.address, place.bytes)) {
                return OptionalLong.empty();
            }
            try {
                Optional<byte[]> bytes =
                        MemoryReply.bytes(link.pass(new ReadMemory(place.address, place.bytes).toPacket())
                                .packet());
                return bytes.filter(some -> some.length == place.bytes)
                        .map(all -> OptionalLong.of(registers.model().unsigned(all, 0, all.length)))
                        .orElse(OptionalLong.empty());
            } catch (LinkException e) {
                log.debug("a condition's read: {}", e.getMessage());
                return OptionalLong.empty();
            }
        }
    }
}
