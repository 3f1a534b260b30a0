package org.tcbridge.proxy.intercept;

import java.util.List;
import java.util.Set;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.cache.MemoryCache;
import org.tcbridge.proxy.chain.ClientConsole;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.monitor.MonitorCommands;
import org.tcbridge.proxy.parts.LongPackets;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.FlashDone;
import org.tcbridge.rsp.command.FlashErase;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.Monitor;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.command.Reset;
import org.tcbridge.rsp.command.Restart;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;
import org.tcbridge.rsp.frame.Packet;

/** The one list of what tcbridge does, in order. */
public final class Interceptors {
    /** Commands after which what was read of the target is stale. */
    private static final Set<Class<? extends Command>> CHANGING = Set.of(
            WriteMemory.class,
            WriteRegister.class,
            WriteRegisters.class,
            FlashErase.class,
            FlashWrite.class,
            FlashDone.class,
            Monitor.class);

    /** Commands that let the target run: what was read is stale, and the client is told of a stop. */
    private static final Set<Class<? extends Command>> RUNNING = Set.of(Resume.class, ResumeActions.class, Run.class);

    private final Debuggee debuggee;
    private final ClientBreakpoints breakpoints;
    private final Running running;
    private final List<Interceptor> list;

    /** The interceptors of one session. */
    public Interceptors(
            ProxyConfig config,
            TargetLink link,
            MemoryCache cache,
            LongPackets longPackets,
            ClientConsole console,
            SessionLog log) {
        debuggee = new Debuggee(config, link, log);
        breakpoints = new ClientBreakpoints(log);
        cache.packets(debuggee.features()::packetSize);
        Selected selected = new Selected(debuggee);
        running = new Running(config, debuggee, selected, breakpoints, link, cache::active, log);
        list = List.of(
                new FeatureNegotiation(config, debuggee, breakpoints, longPackets),
                new SymbolLookup(config, debuggee),
                new ThreadQueries(debuggee, selected),
                new ThreadSelection(debuggee, selected),
                new TaskRegisters(debuggee, selected, log),
                new Insertion(breakpoints),
                running,
                new MonitorCommands(config, debuggee, link, cache, running::conditions, console));
    }

    /** Them, in the order in which a command comes to them. */
    public List<Interceptor> list() {
        return list;
    }

    /**
     * Event loop: a command goes to the server past the worker. Takes over the packet.
     *
     * @return what to send for it
     */
    public Packet passing(Class<? extends Command> type, Packet packet) {
        if (type == Restart.class || type == Reset.class) {
            debuggee.wasReset();
        } else if (CHANGING.contains(type)) {
            debuggee.changed();
        } else if (RUNNING.contains(type)) {
            debuggee.changed();
            breakpoints.halted();
        } else if (type == InsertBreakpoint.class || type == RemoveBreakpoint.class) {
            return breakpoints.passing(packet);
        }
        return packet;
    }

    /** While nothing is worked on: true when what is to be learnt of the kernel has been, and work is short. */
    public boolean tasksKnown() {
        return debuggee.settled();
    }

    /** Any thread: true while the target's breakpoints are not the client's: that is to be put right before the connection ends. */
    public boolean mustUndo() {
        return running.mustUndo();
    }
}
