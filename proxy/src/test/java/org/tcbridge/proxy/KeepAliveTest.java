package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Stub;

/** gdb gives up after two seconds without a word; a long walk must not end its session. */
@ExtendWith(LeakRecorder.Check.class)
class KeepAliveTest {

    @Test
    void longWorkIsToldUntilItIsDone() throws InterruptedException {
        try (Rig rig = Rig.impatient()) {
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
        Late late = new Late();
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.impatient(late)) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            late.hold(rig, "m");
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();

            assertThat(gdb.receive()).isEqualTo("m1");
            assertThat(gdb.notifications()).contains("tcbridge_keepalive:00");
            assertThat(log.lines()).anyMatch(line -> line.contains("no tasks shown"));
            assertThat(gdb.ask("m20000000,2")).startsWith("E.the GDB server still owes a reply to m");
            gdb.wire().send("G00");
            assertThat(gdb.receive()).startsWith("E.").contains("the GDB server still owes a reply to m");
            recovers(rig, gdb);
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the GDB server has not answered m"))
                    .anyMatch(line -> line.contains("the GDB server has answered m"));
        }
    }

    /** Answers the next held command, and says when it has. */
    private static final class Late implements Quirk {
        private final AtomicBoolean held = new AtomicBoolean();

        void hold(Rig rig, String command) {
            held.set(true);
            rig.server().hold(c -> c.startsWith(command));
        }

        @Override
        public Optional<List<String>> answer(String command, Stub stub) {
            return command.matches("[mP].*") && held.getAndSet(false)
                    ? Optional.of(List.of("00", "%answered"))
                    : Optional.empty();
        }
    }

    private static void recovers(Rig rig, Gdb13 gdb) {
        rig.server().release();
        gdb.awaitNotification("answered");

        assertThat(gdb.ask("m20000000,2")).isEqualTo("0000");
        gdb.ask("M20000000,1:00");
        assertThat(gdb.threads()).hasSize(4);
    }

    /** It is the server's affair, and gdb's patience counts: no word of ours prolongs it. */
    @Test
    void aCommandThatTheServerDoesNotAnswerIsGivenUp() {
        Late late = new Late();
        try (Rig rig = Rig.impatient(late)) {
            Gdb13 gdb = rig.attach();
            late.hold(rig, "P");

            assertThat(gdb.ask("P4=00000000")).isEqualTo("E.P4=00000000: no reply within 1000 ms");

            assertThat(gdb.notifications()).isEmpty();
            assertThat(gdb.ask("m20000000,2")).isEqualTo("E.the GDB server still owes a reply to P4=00000000");
            recovers(rig, gdb);
        }
    }

    /** QEMU never answers some commands: the client gave up, and what it asks next is not kept waiting. */
    @Test
    void theNextCommandDoesNotWaitForEver() {
        try (Rig rig = Rig.impatient(Quirks.replies("qSilent"))) {
            Gdb13 gdb = rig.attach();
            gdb.wire().send("qSilent");

            assertThat(gdb.ask("P4=00000000")).isEqualTo("OK");

            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"m20000000;2, read memory", "qXfer:features:read:none:0;8, read features", "qSilent, unknown"})
    void theLogNamesInWordsWhatTheClientGaveUp(String wire, String words) {
        String command = wire.replace(';', ',');
        try (LogCapture log = new LogCapture(Level.FINE);
                Rig rig = Rig.impatient(Quirks.replies(command))) {
            Gdb13 gdb = rig.attach();
            gdb.wire().send(command);

            assertThat(gdb.ask("m20000004,2")).isEqualTo("0000");

            log.await("no reply to a command of the client's (" + words + ")");
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
