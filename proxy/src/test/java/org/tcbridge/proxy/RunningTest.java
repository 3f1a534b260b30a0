package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.Quirks;

/** Running and stopping: what the server is sent, and what the client is told. */
@ExtendWith(LeakRecorder.Check.class)
class RunningTest {

    /** Each stop reply of the server, and what the client gets: the running task has number 1. */
    @ParameterizedTest
    @CsvSource({
        "S05, T05thread:1;",
        "T05thread:1;, T05thread:1;",
        "T05, T05thread:1;",
        "T05watch:20000100;thread:1;core:0;, T05watch:20000100;thread:1;core:0;",
        "T05hwbreak:;, T05thread:1;hwbreak:;",
        "T05swbreak:;thread:01;07:00020020;0d:f0ff0020;, T05swbreak:;thread:1;07:00020020;0d:f0ff0020;",
        "T05library:;07:00020020;, T05thread:1;library:;07:00020020;",
        "T00thread:1;, T00thread:1;",
        "T02thread:1;, T02thread:1;",
        "Sff, Tffthread:1;",
        "W00, W00",
        "W2a;process:1, W2a;process:1",
        "X0b, X0b",
        "N, N",
    })
    void aStopNamesTheRunningTaskAndKeepsTheRest(String reply, String told) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.resume();

            rig.server().stop(reply);

            assertThat(gdb.receive()).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "S05, T05thread:3;",
        "T05watch:20000100;thread:1;core:0;, T05watch:20000100;thread:3;core:0;",
        "T05hwbreak:;thread:1;, T05hwbreak:;thread:3;",
    })
    void aStopInAnotherTaskNamesThatOne(String reply, String told) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.id("sensor")).isEqualTo("3");
            gdb.resume();

            rig.server().stop(() -> {
                rig.firmware().switchTo("sensor");
                return reply;
            });

            assertThat(gdb.receive()).isEqualTo(told);
        }
    }

    @Test
    void consoleOutputAndFileRequestsPassWhileTheTargetRuns() throws InterruptedException {
        try (Rig rig = Rig.simple(Quirks.replies("F.*"))) {
            rig.allowWhileRunning("F5");
            Gdb13 gdb = rig.attach();
            gdb.threads();
            gdb.resume();
            rig.server().machine().awaitRunning();

            rig.server().say("O68690a");
            rig.server().say("O");
            rig.server().say("Fwrite,1,20000100,5");
            assertThat(gdb.receive()).isEqualTo("Fwrite,1,20000100,5");
            gdb.wire().send("F5");
            rig.server().await("F5");
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(gdb.console()).containsExactly("68690a", "");
            assertThat(rig.server().commands()).endsWith("vCont;c", "F5", "m%x,c".formatted(current(rig)));
        }
    }

    /** Where a stop's one read begins: the kernel's variables from the count of tasks created to the current task. */
    private static long current(Rig rig) {
        return rig.firmware().symbol("uxTaskNumber");
    }

    @Test
    void aStopCostsOneReadAndAStepToo() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            gdb.step("1");
            gdb.step("1");
            gdb.resume();
            rig.server().stop("T05thread:1;");
            gdb.receive();

            String read = "m%x,c".formatted(current(rig));
            assertThat(rig.server().commands())
                    .containsExactly("vCont?", "vCont;s:1;c", read, "vCont;s:1;c", read, "vCont;c", read);
        }
    }

    @Test
    void anInterruptThatComesWithTheResumeFollowsIt() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            rig.server().forget();

            gdb.wire().sendRaw("$vCont;c#a8\3");

            assertThat(gdb.receive()).isEqualTo("T02thread:1;");
            assertThat(rig.server().commands()).startsWith("vCont;c", Peer.INTERRUPT);
        }
    }

    @Test
    void anInterruptWhileTasksAreListedDoesNotStopTheNextResume() throws InterruptedException {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.ask("M20000000,1:00");
            rig.server().hold(command -> command.startsWith("m"));
            gdb.wire().send("qfThreadInfo");
            rig.server().awaitHeld();

            gdb.wire().interrupt();
            gdb.wire().sendRaw("%dummy#00");
            rig.server().release();
            assertThat(gdb.receive()).isEqualTo("m1,2,3,4");
            gdb.resume();
            rig.server().stop("T05thread:1;");

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().whileRunning()).isEmpty();
        }
    }

    @Test
    void theThreadOfTheConnectBecomesTheRunningTask() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.connect();

            assertThat(gdb.attach()).isEqualTo("T05thread:1;");

            assertThat(gdb.threads()).contains(new ThreadLine("1", "blinky", "running, priority 2"));
        }
    }

    @Test
    void beforeTheSchedulerStartsThereIsOneThreadWhichThenIsTheRunningTask() {
        Firmware firmware = Firmware.described();
        firmware.reset();
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).containsExactly(new ThreadLine("1", "", "CPU 0, no task"));
            gdb.resume();

            rig.server().stop(() -> {
                firmware.start();
                return "T05hwbreak:;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:1;hwbreak:;");
            assertThat(gdb.threads()).hasSize(4).contains(new ThreadLine("1", "blinky", "running, priority 2"));
        }
    }

    @Test
    void afterAResetTheThreadThatRanIsTheOneThread() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            gdb.resume();
            rig.server().stop(() -> {
                rig.firmware().switchTo("comms");
                return "S05";
            });
            assertThat(gdb.stopped()).isEqualTo("T05thread:4;");
            gdb.resume();

            rig.server().stop(() -> {
                rig.firmware().reset();
                return "S05";
            });

            assertThat(gdb.stopped()).isEqualTo("T05thread:4;");
            assertThat(gdb.threads()).containsExactly(new ThreadLine("4", "", "CPU 0, no task"));
            assertThat(gdb.ask("Hg1")).startsWith("E");
        }
    }

    /** gdb must find C and S in it, else it does without vCont: it is the server's own word. */
    @ParameterizedTest
    @ValueSource(strings = {"vCont;c;C;s;S", "vCont;c;C;s;t", "vCont;c;C;t;s;S;r", ""})
    void theActionsAreTheServersOwn(String actions) {
        try (Rig rig = Rig.simple(Quirks.with(stub -> stub.vCont = actions))) {
            assertThat(rig.attach().ask("vCont?")).isEqualTo(actions);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vCont;c|vCont;c",
                "vCont;c:1|vCont;c:1",
                "vCont;C05:1;c|vCont;C05:1;c",
                "vCont;s:1;c|vCont;s:1;c",
                "vCont;r8000150,8000160:1;c|vCont;r8000150,8000160:1;c",
                "vCont;c:3|vCont;c",
                "vCont;c:3;c:1|vCont;c:1",
                "vCont;c:-1|vCont;c:-1",
            })
    void actionsNameTheServersThreads(String sent, String seen) {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            gdb.wire().send(sent);
            if (!seen.matches("vCont;[sr].*")) {
                rig.server().stop("T05thread:1;");
            }

            assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            assertThat(rig.server().commands()).startsWith(seen);
        }
    }

    @Test
    void withTheMultiprocessSyntaxIdsAreOfTheServersProcess() {
        try (Rig rig = Rig.tasks(KnownServer.PLAIN)) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).extracting(ThreadLine::id).containsExactly("p1.1", "p1.2", "p1.3", "p1.4");
            rig.server().forget();

            gdb.wire().send("vCont;c:p1.3;c:p1.1;c:p1.-1");
            rig.server().stop(() -> {
                rig.firmware().switchTo("sensor");
                return "T05thread:p1.1;";
            });

            assertThat(gdb.receive()).isEqualTo("T05thread:p1.3;");
            assertThat(rig.server().commands()).startsWith("vCont;c:p1.1;c:p1.-1");
            assertThat(gdb.ask("qC")).isEqualTo("QCp1.3");
        }
    }

    @Test
    void theOldCommandsPass() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            for (String command : List.of("s", "S05", "s8000150")) {
                assertThat(gdb.ask(command)).isEqualTo("T05thread:1;");
            }
            for (String command : List.of("c", "C05", "c8000150")) {
                gdb.wire().send(command);
                rig.server().stop("S05");
                assertThat(gdb.receive()).isEqualTo("T05thread:1;");
            }

            assertThat(rig.server().commands().stream().filter(c -> !c.startsWith("m")))
                    .containsExactly("s", "S05", "s8000150", "c", "C05", "c8000150");
        }
    }

    @Test
    void ofSeveralCpusTheOldCommandsMoveTheSelectedOne() {
        try (Rig rig = Rig.tasks(Firmware.cores(2), Rig.with(Quirks.replies("vCont.*", "")))) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            gdb.ask("Hc2");
            gdb.ask("s");
            gdb.ask("Hc1");
            gdb.ask("s");
            gdb.ask("Hc0");
            gdb.wire().send("c");
            rig.server().stop("T05thread:2;");

            assertThat(gdb.stopped()).isEqualTo("T05thread:2;");
            assertThat(rig.server().commands().stream().filter(c -> c.matches("Hc.*|[cs]")))
                    .containsExactly("Hc2", "s", "Hc1", "s", "Hc0", "c");
        }
    }

    @Test
    void whyTheTargetStandsIsAskedOnlyWhenTheClientAsks() {
        try (Rig rig = Rig.tasks(KnownServer.QEMU)) {
            Gdb13 gdb = rig.attach();
            gdb.ask("Z0,8000150,2");
            gdb.step(gdb.id("blinky"));
            gdb.resumeAndInterrupt(rig.server().machine()::awaitRunning);
            gdb.threads();
            gdb.registers(gdb.id("sensor"));

            assertThat(rig.server().history().stream().filter("?"::equals)).hasSize(1);
            assertThat(rig.server().stub().breakpoints).containsExactly("0,8000150,2");
        }
    }
}
