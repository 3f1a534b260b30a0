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
 * @param rtoses RTOSes to look for, in this order; none makes the proxy a plain relay
 * @param rtosChosen true when the user named the RTOS, false when it is to be found
 * @param architectures architectures to consider
 * @param stackings stacking models to choose from
 * @param program the program's file, when the user gave it; else gdb's symbols are used
 * @param stepParked what a step of a task that does not run does
 * @param log how much the console log says
 * @param recording where all packets are written, if anywhere
 * @param cache which reads may be answered without the target
 */
public record ProxyConfig(
        HostPort listen,
        HostPort backend,
        List<Rtos> rtoses,
        boolean rtosChosen,
        List<Architecture> architectures,
        StackingCatalog stackings,
        Optional<Program> program,
        StepParked stepParked,
        LogControl log,
        Optional<Recording> recording,
        CacheMode cache) {
    /** What a step of a parked task does. */
    public enum StepParked {
        /** Runs until the task is scheduled, then steps it. */
        RUN,
        /** Is refused with an error. */
        REFUSE
    }

    /** A proxy whose packets are not written anywhere, with the cache that is the default. */
    public ProxyConfig(
            HostPort listen,
            HostPort backend,
            List<Rtos> rtoses,
            boolean rtosChosen,
            List<Architecture> architectures,
            StackingCatalog stackings,
            Optional<Program> program,
            StepParked stepParked,
            LogControl log) {
        this(
                listen,
                backend,
                rtoses,
                rtosChosen,
                architectures,
                stackings,
                program,
                stepParked,
                log,
                Optional.empty(),
                CacheMode.CODE);
    }

    /** A proxy whose log level cannot be changed while it runs. */
    public ProxyConfig(
            HostPort listen,
            HostPort backend,
            List<Rtos> rtoses,
            boolean rtosChosen,
            List<Architecture> architectures,
            StackingCatalog stackings,
            Optional<Program> program,
            StepParked stepParked) {
        this(listen, backend, rtoses, rtosChosen, architectures, stackings, program, stepParked, LogControl.FIXED);
    }

    /** The same for another GDB server. */
    public ProxyConfig withBackend(HostPort other) {
        return new ProxyConfig(
                listen,
                other,
                rtoses,
                rtosChosen,
                architectures,
                stackings,
                program,
                stepParked,
                log,
                recording,
                cache);
    }

    /** The same with its packets written to a file. */
    public ProxyConfig recordedBy(Optional<Recording> file) {
        return new ProxyConfig(
                listen, backend, rtoses, rtosChosen, architectures, stackings, program, stepParked, log, file, cache);
    }

    /** The same with another cache. */
    public ProxyConfig with(CacheMode other) {
        return new ProxyConfig(
                listen,
                backend,
                rtoses,
                rtosChosen,
                architectures,
                stackings,
                program,
                stepParked,
                log,
                recording,
                other);
    }

    /** The same, for a program that is known otherwise. */
    public ProxyConfig with(Program known) {
        return new ProxyConfig(
                listen, backend, rtoses, rtosChosen, architectures, stackings, Optional.of(known), stepParked, log);
    }

    /** Copies the lists. */
    public ProxyConfig {
        rtoses = List.copyOf(rtoses);
        architectures = List.copyOf(architectures);
    }
}
