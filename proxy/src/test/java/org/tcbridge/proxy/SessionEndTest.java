package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.LeakRecorder;

/** A session ends while a command is being worked on that needs the server no more. */
@ExtendWith(LeakRecorder.Check.class)
class SessionEndTest {
    private static final String IN_WORK = "not written: no register 31";

    private static Gdb13 withACommandInWork(Rig rig, LogCapture log) throws InterruptedException {
        Gdb13 gdb = rig.attach();
        gdb.select(gdb.id("IDLE"));
        log.hold(IN_WORK);
        gdb.wire().send("P1f=00000000");
        log.awaitHeld();
        return gdb;
    }

    @Test
    void aServerThatGoesDoesNotTakeTheReplyWithIt() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            Gdb13 gdb = withACommandInWork(rig, log);

            rig.server().hangUp();
            log.await("the GDB server closed the connection");
            log.release();

            assertThat(gdb.receive()).isEqualTo("E.no register 31");
            gdb.wire().expectEnd();
            assertThat(rig.attach().threads()).hasSize(4);
        }
    }

    @Test
    void theEndOfTheProgramIsNoFailureOfTheWorker() throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        try (LogCapture log = new LogCapture(Level.FINE);
                Rig rig = Rig.simple()) {
            withACommandInWork(rig, log);

            rig.proxy().close();
            log.release();

            log.await("tcbridge ended before P1f=00000000 was answered");
            assertThat(failures).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
