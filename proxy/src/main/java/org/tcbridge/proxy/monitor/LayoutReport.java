package org.tcbridge.proxy.monitor;

import java.util.List;
import java.util.Optional;
import org.tcbridge.core.rtos.LayoutFact;
import org.tcbridge.proxy.LayoutText;
import org.tcbridge.proxy.threads.Debuggee;

/** {@code layout}: what was learnt of the kernel's structures, and where. */
final class LayoutReport {
    private LayoutReport() {}

    static List<String> lines(Debuggee debuggee) {
        Optional<String> noTasks = NoTasks.reason(debuggee);
        List<LayoutFact> facts =
                debuggee.tasks().map(model -> model.view().layout()).orElse(List.of());
        if (facts.isEmpty()) {
            return List.of(noTasks.map(reason -> "nothing is known of a kernel: " + reason)
                    .orElse("this kernel has nothing to learn"));
        }
        return LayoutText.lines(facts);
    }
}
