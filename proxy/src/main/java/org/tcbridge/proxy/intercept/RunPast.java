package org.tcbridge.proxy.intercept;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.tcbridge.proxy.log.SessionLog;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.LiveRegisters;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.reply.StopReply;

/**
 * Lets the target run past the client's breakpoints while their conditions are false: the CPU is stepped over the place with the
 * breakpoint taken out and the other CPUs held, as gdb does, and runs on with it put in again. Any other stop is reported.
 */
final class RunPast {
    /** gdb's number. */
    private static final int SIGINT = 2;

    private final Debuggee debuggee;
    private final TargetLink link;
    private final ServerMotion motion;
    private final ClientBreakpoints breakpoints;
    private final Conditions conditions;
    private final SessionLog log;
    private final LongAdder passed = new LongAdder();
    private volatile boolean takenOut;

    RunPast(Debuggee debuggee, TargetLink link, ServerMotion motion, ClientBreakpoints breakpoints, SessionLog log) {
        this.debuggee = debuggee;
        this.link = link;
        this.motion = motion;
        this.breakpoints = breakpoints;
        this.conditions = new Conditions(link, breakpoints, log);
        this.log = log;
    }

    /** Has the server let all CPUs run. */
    interface Mover {
        RawReply go() throws LinkException;
    }

    /** Breakpoints at a CPU's pc whose conditions are all false. */
    private record Hit(int cpu, long pc, List<Breakpoint> places) {}

    /** Any thread: true while the target lacks a breakpoint of the client's, which must be put in again before the connection ends. */
    boolean takenOut() {
        return takenOut;
    }

    /** Any thread: who evaluates conditions, and how many hits the client was not told of. */
    String text() {
        return breakpoints.conditionsAreOurs()
                ? "evaluated here: " + passed.sum() + " hits passed by"
                : "left to the server and the client";
    }

    /** Lets the target run until it stops for the client. */
    RawReply run(Mover mover) throws LinkException {
        takenOut = false;
        long before = passed.sum();
        RawReply reply = mover.go();
        Optional<Hit> hit = falseHit(reply);
        while (hit.isPresent()) {
            Step step = stepOver(hit.get(), reply);
            reply = step.goesOn ? mover.go() : step.reply;
            hit = step.isForClient ? Optional.empty() : falseHit(reply);
        }
        long count = passed.sum() - before;
        if (count > 0) {
            log.debug("{} hits of breakpoints passed by: their conditions were false", count);
        }
        return reply;
    }

    /** The breakpoints of a hit that nobody is told of; empty when the stop is no such hit, or anything is in doubt. */
    private Optional<Hit> falseHit(RawReply reply) throws LinkException {
        if (debuggee.view() != Debuggee.View.TASKS
                || !breakpoints.conditional()
                || !(StopReply.parse(reply.text()).orElse(null) instanceof StopReply.Stopped stop)
                || stop.signal() != StepEnd.SIGTRAP
                || !StepEnd.is(StepEnd.unexplained(stop))
                || (debuggee.cpus().count() > 1
                        && stop.thread().filter(debuggee.cpus()::has).isEmpty())) {
            return Optional.empty();
        }
        int cpu = debuggee.cpus().cpu(stop.thread());
        Optional<LiveRegisters> registers = debuggee.live(cpu);
        OptionalLong pc = pc(registers);
        Optional<ClientBreakpoints.Conditional> there =
                pc.isPresent() ? breakpoints.conditional(pc.getAsLong()) : Optional.empty();
        boolean holds = there.isEmpty() || !conditions.allFalse(there.get().conditions(), registers.orElseThrow());
        return holds
                ? Optional.empty()
                : Optional.of(new Hit(cpu, pc.getAsLong(), there.orElseThrow().places()));
    }

    /**
     * What came of a step over a breakpoint.
     *
     * @param reply what the client is told, unless it is told nothing
     * @param goesOn true when the target is to run on
     * @param isForClient true when the client is told in any case
     */
    private record Step(RawReply reply, boolean goesOn, boolean isForClient) {
        static Step told(RawReply reply) {
            return new Step(reply, false, true);
        }
    }

    private Step stepOver(Hit hit, RawReply stop) throws LinkException {
        if (link.interrupted()) {
            return Step.told(interrupted(stop));
        }
        int out = takeOut(hit.places);
        if (out < hit.places.size()) {
            return Step.told(putIn(hit.places.subList(0, out)) ? stop : interrupted(stop));
        }
        RawReply reply = motion.stepAlone(hit.cpu);
        StopReply end = StopReply.parse(reply.text()).orElse(null);
        if (end instanceof StopReply.Exited || end instanceof StopReply.Terminated) {
            // the breakpoint has gone with the program
            takenOut = false;
            return Step.told(reply);
        }
        boolean whole = putIn(hit.places);
        if (!(end instanceof StopReply.Stopped stepped)) {
            log.debug("no step over a breakpoint at 0x{}: {}", Long.toHexString(hit.pc), reply);
            return Step.told(whole ? stop : interrupted(stop));
        }
        if (!whole || (link.interrupted() && StepEnd.is(StepEnd.unexplained(stepped)))) {
            return Step.told(interrupted(reply));
        }
        if (!StepEnd.is(StepEnd.unexplained(stepped))
                || (stepped.thread().isPresent() && debuggee.cpus().cpu(stepped.thread()) != hit.cpu)) {
            return Step.told(reply);
        }
        passed.increment();
        return breakpoints.elsewhere(hit.pc) && atBreakpoint(hit.cpu)
                ? new Step(RawReply.of(StepEnd.of(stepped).wire()), false, false)
                : new Step(reply, true, false);
    }

    /** What stands at a breakpoint is stopped by it, even though it was stepped there. */
    private boolean atBreakpoint(int cpu) throws LinkException {
        OptionalLong pc = pc(debuggee.live(cpu));
        return pc.isEmpty() || breakpoints.at(pc.getAsLong());
    }

    private static OptionalLong pc(Optional<LiveRegisters> registers) {
        return registers.map(r -> r.value("pc")).orElse(OptionalLong.empty());
    }

    /** How many of them the server took out before it kept one. */
    private int takeOut(List<Breakpoint> places) throws LinkException {
        takenOut = true;
        int out = 0;
        while (out < places.size() && done(new RemoveBreakpoint(places.get(out)))) {
            out++;
        }
        return out;
    }

    /** False when the server does not take all of them. */
    private boolean putIn(List<Breakpoint> places) throws LinkException {
        boolean all = true;
        for (Breakpoint place : places) {
            if (!done(new InsertBreakpoint(place))) {
                log.warn("the server did not put back a breakpoint at 0x{}", Long.toHexString(place.address()));
                all = false;
            }
        }
        takenOut = false;
        return all;
    }

    private boolean done(Command command) throws LinkException {
        return link.ask(command.wire()).text().equals("OK");
    }

    /** The client's 0x03 met a target that stood still, or the target stands where it must not run on: it is stopped, and that is all. */
    private static RawReply interrupted(RawReply stop) {
        return StopReply.parse(stop.text()).orElse(null) instanceof StopReply.Stopped stopped
                ? RawReply.of(new StopReply.Stopped(
                                SIGINT, StepEnd.unexplained(stopped).pairs())
                        .wire())
                : stop;
    }
}
