package org.tcbridge.proxy;

import java.util.List;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.proxy.cache.CacheMode;
import org.tcbridge.rsp.record.Recording;

/**
 * What a proxy is started with.
 *
 * @param listen where clients come in; port 0 picks a free one
 * @param backend the GDB server
 * @param server what people are told of it
 * @param rtoses RTOSes to look for, in this order; none makes the proxy a plain relay
 * @param rtosChosen true when the user named the RTOS, false when it is to be found
 * @param architectures architectures to consider
 * @param stackings stacking models to choose from
 * @param program the program's file, when the user gave it; else gdb's symbols are used
 * @param stepParked what a step of a task that does not run does
 * @param log how much the console log says
 * @param recording where all packets are written, if anywhere
 * @param cache which reads may be answered without the target
 * @param conditions who evaluates conditions of breakpoints
 * @param patience how long a session waits
 */
public record ProxyConfig(
        HostPort listen,
        HostPort backend,
        String server,
        List<Rtos> rtoses,
        boolean rtosChosen,
        List<Architecture> architectures,
        StackingCatalog stackings,
        Optional<Program> program,
        StepParked stepParked,
        LogControl log,
        Optional<Recording> recording,
        CacheMode cache,
        ConditionsBy conditions,
        Patience patience) {
    /** Who evaluates conditions of breakpoints. */
    public enum ConditionsBy {
        /** The client, or the server where it can. */
        GDB,
        /** This proxy, while tasks are shown and where the server cannot. */
        TCBRIDGE
    }

    /** What a step of a parked task does. */
    public enum StepParked {
        /** Runs until the task is scheduled, then steps it. */
        RUN,
        /** Is refused with an error. */
        REFUSE
    }

    /** A proxy whose packets are not written anywhere, whose log level is fixed, and else with what is the default. */
    public ProxyConfig(
            HostPort listen,
            HostPort backend,
            List<Rtos> rtoses,
            boolean rtosChosen,
            List<Architecture> architectures,
            StackingCatalog stackings,
            Optional<Program> program,
            StepParked stepParked) {
        this(
                listen,
                backend,
                backend.toString(),
                rtoses,
                rtosChosen,
                architectures,
                stackings,
                program,
                stepParked,
                LogControl.FIXED,
                Optional.empty(),
                CacheMode.CODE,
                ConditionsBy.GDB,
                Patience.USUAL);
    }

    /** The same with another name for the GDB server. */
    public ProxyConfig servedBy(String name) {
        return with(name, program, log, recording, cache, conditions, patience);
    }

    /** The same, for a program that is known otherwise. */
    public ProxyConfig with(Program known) {
        return with(server, Optional.of(known), log, recording, cache, conditions, patience);
    }

    /** The same with a log level that can be changed while it runs. */
    public ProxyConfig with(LogControl control) {
        return with(server, program, control, recording, cache, conditions, patience);
    }

    /** The same with its packets written to a file. */
    public ProxyConfig recordedBy(Optional<Recording> file) {
        return with(server, program, log, file, cache, conditions, patience);
    }

    /** The same with another cache. */
    public ProxyConfig with(CacheMode other) {
        return with(server, program, log, recording, other, conditions, patience);
    }

    /** The same with conditions evaluated by another. */
    public ProxyConfig with(ConditionsBy other) {
        return with(server, program, log, recording, cache, other, patience);
    }

    /** The same with another patience. */
    public ProxyConfig with(Patience other) {
        return with(server, program, log, recording, cache, conditions, other);
    }

    private ProxyConfig with(
            String name,
            Optional<Program> known,
            LogControl control,
            Optional<Recording> file,
            CacheMode mode,
            ConditionsBy evaluator,
            Patience waits) {
        return new ProxyConfig(
                listen,
                backend,
                name,
                rtoses,
                rtosChosen,
                architectures,
                stackings,
                known,
                stepParked,
                control,
                file,
                mode,
                evaluator,
                waits);
    }

    /** Copies the lists. */
    public ProxyConfig {
        rtoses = List.copyOf(rtoses);
        architectures = List.copyOf(architectures);
    }
}
