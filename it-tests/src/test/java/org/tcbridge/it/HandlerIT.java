package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.MiValue;
import org.tcbridge.it.kit.Session;
import org.tcbridge.it.tools.RequiresTool;

/** A stop in an interrupt handler, on a server that does not tell where the task's registers are. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "mb-gdb", "qemu-system-microblaze", "qemu-system-microblazeel"})
class HandlerIT {

    /** Nothing in the registers of a MicroBlaze tells a handler from a task. */
    @ParameterizedTest
    @EnumSource
    void theRunningTaskKeepsItsIdAndItsTextSaysSo(Firmware firmware) throws Exception {
        boolean told = firmware.name().startsWith("CORTEX");
        try (Session session = Session.parked(firmware)) {
            MiValue stop = session.runTo("tick_hook");

            String thread = stop.text("thread-id");
            assertThat(session.name(thread)).isEqualTo(session.currentTask());
            assertThat(details(session, thread))
                    .matches("running" + (told ? ", in handler: exception 15 \\(SysTick\\)" : "") + ", priority \\d");
            assertThat(session.gdb().run("-stack-info-frame").get("frame").text("func"))
                    .isEqualTo("tick_hook");

            session.runTo("work_step");
            assertThat(details(session, "1")).isEqualTo("running, priority 2");
        }
    }

    private static String details(Session session, String thread) throws Exception {
        return session.gdb()
                .run("-thread-info " + thread)
                .list("threads")
                .getFirst()
                .text("details");
    }
}
