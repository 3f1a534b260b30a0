package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/** Work that is short but for its waiting is carried by the session's event loop; what takes long is not, and holds up no other session. */
@ExtendWith(LeakRecorder.Check.class)
class CarriedWorkTest {
    private static final String LEARNT = "saved registers: ";
    private static final String REFUSED = "not written: no register 31";

    @Test
    void theFirstListIsNotTheEventLoops() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);
            assertThat(log.thread(LEARNT)).contains("@ForkJoinPool");

            gdb.select(gdb.id("IDLE"));
            assertThat(gdb.ask("P1f=00000000")).isEqualTo("E.no register 31");
            assertThat(log.thread(REFUSED)).contains("EventLoop");
        }
    }
}
