package org.tcbridge.proxy.intercept;

import java.util.Optional;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.parts.LongPackets;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.SetNonStop;
import org.tcbridge.rsp.reply.SupportedFeatures;

/**
 * What the server can do, plus what tcbridge does itself: the thread list in XML, which stops are breakpoints, conditions, and longer packets. Non-stop mode goes past the RTOS's view
 * of who runs: it is not offered when tasks are certain to be shown, and refused when they may be.
 */
final class FeatureNegotiation implements Interceptor {
    private static final String NON_STOP = "QNonStop";

    private static final String BREAKPOINT_STOPS = "hwbreak";

    /** What gdb (13) says and LLDB (14) does not, whom nothing tells that a command takes long. */
    private static final String GDB = "qRelocInsn+";

    /** Conditions of breakpoints come with them. */
    private static final String CONDITIONS = "ConditionalBreakpoints";

    /** gdb (13, remote.c) writes conditions without looking whether they fit the packets that the server takes, in bytes. */
    private static final int ROOM_FOR_CONDITIONS = 1024;

    private final Debuggee debuggee;
    private final ClientBreakpoints breakpoints;
    private final LongPackets longPackets;
    private final boolean tasksAreCertain;
    private final boolean evaluates;

    FeatureNegotiation(ProxyConfig config, Debuggee debuggee, ClientBreakpoints breakpoints, LongPackets longPackets) {
        this.debuggee = debuggee;
        this.breakpoints = breakpoints;
        this.longPackets = longPackets;
        this.evaluates = config.conditions() == ProxyConfig.ConditionsBy.TCBRIDGE;
        this.tasksAreCertain = config.rtosChosen() || config.program().isPresent();
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return debuggee.view() != Debuggee.View.OUT && (type == QuerySupported.class || type == SetNonStop.class);
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        if (command instanceof SetNonStop mode && mode.enabled()) {
            if (tasksAreCertain || debuggee.mayHaveTasks()) {
                return RawReply.error(
                        "no non-stop mode where tasks are shown: start tcbridge with --rtos none to have it");
            }
            debuggee.stayOut("non-stop mode, on a target that no RTOS is known for");
        }
        return features(command, next.proceed(command));
    }

    @Override
    public boolean passesFirst(Class<? extends Command> type) {
        return type == QuerySupported.class;
    }

    @Override
    public Optional<RawReply> answer(Command command, RawReply reply) {
        return Optional.of(features(command, reply));
    }

    private RawReply features(Command command, RawReply reply) {
        if (!(command instanceof QuerySupported client) || reply.isError()) {
            return reply;
        }
        SupportedFeatures server = SupportedFeatures.parse(reply.text());
        debuggee.features().learn(server);
        SupportedFeatures merged = server.with(Debuggee.THREAD_LIST + "+");
        if (client.features().contains(BREAKPOINT_STOPS + "+")) {
            breakpoints.areNamed();
            merged = merged.with(BREAKPOINT_STOPS + "+");
        }
        int size = server.packetSize().orElse(0);
        int offered = client.features().contains(GDB) ? longPackets.offered(size) : size;
        debuggee.features().offer(offered);
        if (offered != size) {
            merged = merged.with("PacketSize=" + Integer.toHexString(offered));
        }
        if (evaluates && !server.has(CONDITIONS) && debuggee.features().packetSize() >= ROOM_FOR_CONDITIONS) {
            breakpoints.haveConditions();
            merged = merged.with(CONDITIONS + "+");
        }
        return RawReply.of((tasksAreCertain ? merged.without(NON_STOP) : merged).wire());
    }
}
