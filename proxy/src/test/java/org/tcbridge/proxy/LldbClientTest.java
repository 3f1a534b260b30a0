package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;

/** LLDB takes whatever comes for the reply to its last command: what keeps a gdb patient is held back. */
@ExtendWith(LeakRecorder.Check.class)
class LldbClientTest {
    private static Gdb13 lldb(Rig rig) {
        Gdb13 client = rig.connect();
        assertThat(client.ask("QThreadSuffixSupported")).isEmpty();
        client.attach();
        return client;
    }

    @Test
    void theServersSignsOfLifeAreHeldBack() {
        try (Rig rig = Rig.tasks(KnownServer.OPENOCD)) {
            Gdb13 client = lldb(rig);
            assertThat(client.threads()).hasSize(4);

            client.resume();
            rig.server().machine().awaitRunning();
            rig.server().say("O");
            rig.server().say("O41");
            rig.server().stop("S05");

            assertThat(client.stopped()).startsWith("T05thread:");
            assertThat(client.console()).containsExactly("41");
            assertThat(client.notifications()).isEmpty();
        }
    }

    @Test
    void whatTellsOfAStopIsNot() {
        try (Rig rig = Rig.simple()) {
            Gdb13 client = lldb(rig);

            rig.server().say("%Stop:T05thread:1;");
            client.awaitNotification("Stop:T05thread:1;");
        }
    }

    /** Until the server has stalled for so long that the list is given up. */
    @Test
    void ourOwnAreNotSent() {
        try (Rig rig = Rig.impatient(Quirks.replies("m.*"))) {
            Gdb13 client = lldb(rig);

            assertThat(client.ask("qfThreadInfo")).startsWith("m");

            assertThat(client.notifications()).isEmpty();
        }
    }
}
