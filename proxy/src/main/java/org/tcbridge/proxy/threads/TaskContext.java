package org.tcbridge.proxy.threads;

import java.util.Set;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.stacking.SavedContext;

/**
 * The registers of a task that does not execute.
 *
 * @param saved those in its stack
 * @param inCpu canonical names of those that are the CPU's still
 */
public record TaskContext(SavedContext saved, Set<String> inCpu, Architecture architecture) {
    /** True when the CPU's value counts: it is the task's still, or it is no task's. */
    public boolean isInCpu(Register register) {
        String name = architecture.canonicalName(register.name());
        return inCpu.contains(name) || architecture.isShared(name);
    }
}
