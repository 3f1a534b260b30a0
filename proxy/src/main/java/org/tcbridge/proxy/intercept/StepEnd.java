package org.tcbridge.proxy.intercept;

import java.util.Set;
import org.tcbridge.rsp.reply.StopReply;

/** The stop that ends a step, and what tells it from others. */
final class StepEnd {
    /** What a stop says that is more than the end of a step. */
    private static final Set<String> REASONS = Set.of(
            "watch",
            "rwatch",
            "awatch",
            "swbreak",
            "hwbreak",
            "library",
            "replaylog",
            "fork",
            "vfork",
            "exec",
            "syscall_entry",
            "syscall_return");

    /** gdb's numbers. */
    static final int NO_SIGNAL = 0;

    static final int SIGTRAP = 5;

    /** hw_server says 0 after a step. */
    private static final Set<Integer> SIGNALS = Set.of(SIGTRAP, NO_SIGNAL);

    private StepEnd() {}

    /** True for what ends a step and tells no other reason. */
    static boolean is(StopReply.Stopped stop) {
        return SIGNALS.contains(stop.signal()) && stop.pairs().stream().noneMatch(p -> REASONS.contains(p.key()));
    }

    /** A stop at a breakpoint of ours, which is none of the client's business: for it the step ended. */
    static StopReply.Stopped of(StopReply.Stopped stop) {
        return new StopReply.Stopped(
                SIGTRAP, stop.without(p -> REASONS.contains(p.key())).pairs());
    }

    /** A stop without saying that it was a breakpoint. */
    static StopReply.Stopped unexplained(StopReply.Stopped stop) {
        return stop.without(p -> p.key().equals("hwbreak") || p.key().equals("swbreak"));
    }
}
