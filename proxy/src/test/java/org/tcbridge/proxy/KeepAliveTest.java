package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;

/** gdb gives up after two seconds without a word; a long walk must not end its session. */
@ExtendWith(LeakRecorder.Check.class)
class KeepAliveTest {

    @Test
    void longWorkIsToldUntilItIsDone() throws InterruptedException {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hold(command -> command.startsWith("m"));
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();

            gdb.awaitNotification("tcbridge_keepalive:00");
            rig.server().release();

            assertThat(gdb.receive()).startsWith("m");
        }
    }

    /** The read is given up, with one thread for an answer; its reply, when it comes, is nobody else's. */
    @Test
    void aServerThatStallsIsWaitedForOnce() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hold(command -> command.startsWith("m"));
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();

            assertThat(gdb.receive()).isEqualTo("m1");
            assertThat(gdb.notifications()).contains("tcbridge_keepalive:00");
            assertThat(log.lines()).anyMatch(line -> line.contains("no tasks shown"));
            gdb.wire().send("m20000000,2");
            rig.server().release();

            assertThat(gdb.receive()).isEqualTo("0000");
            gdb.ask("M20000000,1:00");
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @Test
    void theServersOwnPassMeanwhile() {
        try (Rig rig = Rig.tasks(KnownServer.OPENOCD)) {
            Gdb13 gdb = rig.attach();
            gdb.threads();

            assertThat(gdb.notifications()).isNotEmpty().containsOnly("oocd_keepalive:00");
        }
    }
}
