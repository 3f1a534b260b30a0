package org.tcbridge.proxy.intercept;

import java.util.Optional;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.ThreadId;

/** The threads the client has selected: for registers ({@code Hg}) and for {@code c} and {@code s} ({@code Hc}). */
final class Selected {
    private final Debuggee debuggee;
    private Optional<DebugThread> registers = Optional.empty();
    private Optional<ThreadId> execution = Optional.empty();
    private int stoppedCpu;
    private volatile boolean atServer = true;

    Selected(Debuggee debuggee) {
        this.debuggee = debuggee;
    }

    /** Any thread: true when the registers meant are those the server has selected, so that {@code g} needs no help. */
    boolean atServer() {
        return atServer;
    }

    /** The thread for registers. */
    DebugThread registers() {
        return registers.orElseGet(this::stopped);
    }

    /** The thread of the last stop. */
    DebugThread stopped() {
        return debuggee.onCpu(stoppedCpu);
    }

    /** The CPU of the last stop. */
    int stoppedCpu() {
        return stoppedCpu;
    }

    /** Notes {@code Hg}. */
    void forRegisters(DebugThread thread) {
        registers = Optional.of(thread);
        atServer = thread instanceof DebugThread.OnCpu && debuggee.cpus().count() == 1;
    }

    /** Notes {@code Hc}; empty for any or all threads. */
    void forExecution(Optional<ThreadId> thread) {
        execution = thread;
    }

    /** The thread that {@code c} and {@code s} mean; empty for any or all. */
    Optional<ThreadId> execution() {
        return execution;
    }

    /**
     * The target stopped on a CPU: the client has that one selected now. Of several the server may have another one: hw_server
     * has what {@code vCont} named last.
     */
    void stopped(int cpu) {
        stoppedCpu = cpu;
        registers = Optional.empty();
        atServer = debuggee.cpus().count() == 1;
        debuggee.cpus().nowSelected(atServer ? debuggee.cpus().id(cpu) : Optional.empty());
    }

    /** Has the server select the CPU that a thread is on. */
    void selectAtServer(int cpu) throws LinkException {
        debuggee.cpus().select(cpu);
        atServer = true;
    }
}
