package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/** A stack that does not hold what the port saves: nothing of it is shown as registers, and the thread says so. */
@ExtendWith(LeakRecorder.Check.class)
class DoubtfulFrameTest {

    @Test
    void aFrameThatCannotBeOneIsSaidToBeNone() {
        try (Rig rig = Rig.simple()) {
            Firmware firmware = rig.firmware();
            Gdb13 gdb = rig.attach();
            long status = firmware.place("comms", Firmware.XPSR);
            String sound = Firmware.hex(firmware.value("comms", Firmware.XPSR));
            assertThat(text(gdb)).doesNotContain("sound");

            gdb.ask("M%x,4:efefefef".formatted(status));
            gdb.select(gdb.id("comms"));
            assertThat(gdb.ask("g")).matches("x+");
            assertThat(text(gdb)).contains("suspended, priority 1, no sound registers saved");

            gdb.ask("M%x,4:%s".formatted(status, sound));
            assertThat(text(gdb)).as("nobody has asked for its registers yet").doesNotContain("sound");
            assertThat(gdb.ask("g")).doesNotContain("x");
            assertThat(text(gdb)).doesNotContain("sound");
        }
    }

    private static String text(Gdb13 gdb) {
        return gdb.ask("qXfer:threads:read::0,fff");
    }
}
