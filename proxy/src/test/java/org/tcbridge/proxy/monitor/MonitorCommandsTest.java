package org.tcbridge.proxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.proxy.LogCapture;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.serve.ImageServer;

/** Every command's text, exactly. */
@ExtendWith(LeakRecorder.Check.class)
class MonitorCommandsTest extends ToyTarget {
    @Test
    void helpListsTheCommands() {
        ToySession session = session();
        List<String> help = List.of(
                "monitor tcbridge help       this text",
                "monitor tcbridge status     the server, what is shown, and what was wrong with it",
                "monitor tcbridge threads    tasks with their states, priorities and stacks",
                "monitor tcbridge layout     what was learnt of the kernel, and where",
                "monitor tcbridge frames N   where the registers of parked thread N are saved",
                "monitor tcbridge log LEVEL  says more or less on tcbridge's console",
                "monitor tcbridge refresh    forgets what was learnt and learns it anew");
        assertThat(session.monitor("tcbridge help")).isEqualTo(help);
        assertThat(session.monitor("  tcbridge ")).isEqualTo(help);
    }

    @Test
    void whatIsNotACommandIsToldWhatIs() {
        ToySession session = session();
        assertThat(session.monitor("tcbridge stat"))
                .containsExactly(
                        "unknown command 'stat': expected one of help, status, threads, layout, frames, log, refresh");
        assertThat(session.monitor("tcbridge status now"))
                .containsExactly("'status now': expected monitor tcbridge status");
        assertThat(session.monitor("tcbridge frames")).containsExactly("'frames': expected monitor tcbridge frames N");
        assertThat(session.monitor("tcbridge frames 1 2"))
                .containsExactly("'frames 1 2': expected monitor tcbridge frames N");
    }

    @Test
    void beforeSymbolsEachCommandSaysWhyThereIsNothing() {
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        String why = "no symbols have been offered by gdb yet";
        assertThat(session.monitor("tcbridge status"))
                .containsExactly(
                        "server         127.0.0.1:" + server.port(),
                        "packet size    4096 bytes",
                        "no-ack mode    offered",
                        "multiprocess   offered",
                        "vCont actions  c C s S",
                        "threads        the server's own: " + why,
                        "conditions     left to the server and the client",
                        "memory reads   0 of 0 bytes in all since gdb connected",
                        "read times     not measured yet: up to 512 bytes between two ranges are read along",
                        "cache          off: neither the program's file (--elf) nor a memory map is known");
        assertThat(session.monitor("tcbridge threads")).containsExactly("no tasks: " + why);
        assertThat(session.monitor("tcbridge layout")).containsExactly("nothing is known of a kernel: " + why);
        assertThat(session.monitor("tcbridge frames 1")).containsExactly("no tasks: " + why);
        assertThat(session.monitor("tcbridge refresh")).containsExactly("nothing to learn: " + why);
        assertThat(server.count(ReadMemory.class)).isZero();
    }

    @Test
    void withoutAnRtosTheyStillAnswer() {
        ImageServer server = server();
        ToySession session = session(server, List.of(), LogControl.FIXED);
        assertThat(session.monitor("tcbridge status"))
                .containsExactly(
                        "server         127.0.0.1:" + server.port(),
                        "features       not known: gdb's qSupported was not looked at",
                        "vCont actions  c C s S",
                        "threads        the server's own: tasks are not looked for: started with --rtos none",
                        "conditions     left to the server and the client",
                        "memory reads   0 of 0 bytes in all since gdb connected",
                        "read times     not measured yet: up to 512 bytes between two ranges are read along",
                        "cache          off: neither the program's file (--elf) nor a memory map is known");
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly("no tasks: tasks are not looked for: started with --rtos none");
    }

    @Test
    void statusSaysWhatIsShown() {
        threeTasks();
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        assertThat(session.monitor("tcbridge status"))
                .containsExactly(
                        "server           127.0.0.1:" + server.port(),
                        "packet size      4096 bytes",
                        "no-ack mode      offered",
                        "multiprocess     offered",
                        "vCont actions    c C s S",
                        "rtos             Toy kernel on Toy CPU",
                        "threads          3 tasks",
                        "saved registers  toy-frame",
                        "                 toy-frame: 2 of 2 frames fit",
                        "                 toy-other: 0 of 2 frames fit",
                        "problems         none",
                        "conditions       left to the server and the client",
                        "memory reads     4 of 32 bytes in all since gdb connected",
                        "read times       not measured yet: up to 512 bytes between two ranges are read along",
                        "cache            off: neither the program's file (--elf) nor a memory map is known");
    }

    @Test
    void statusSaysWhatWasWrong() {
        threeTasks();
        kernel.problem("list at 0x1234 does not end").problem("a task at 0x77 cannot be read");
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge status"))
                .contains(
                        "problem          list at 0x1234 does not end",
                        "problem          a task at 0x77 cannot be read");
    }

    @Test
    void statusSaysWhyThereAreNoTasks() {
        kernel.task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge status"))
                .contains("threads        no tasks: toy_running is 0: the kernel does not run");
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly("no tasks: toy_running is 0: the kernel does not run");
        assertThat(session.monitor("tcbridge layout"))
                .containsExactly("nothing is known of a kernel: toy_running is 0: the kernel does not run");
    }

    @Test
    void layoutSaysWhereItWasLearnt() {
        threeTasks();
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge layout"))
                .containsExactly("what     value  learnt from", "version  7      word at 0x1004");
    }

    @Test
    void layoutAndTheLogNameWhatSourcesDisagreeOn() {
        threeTasks();
        kernel.declaredVersion("8");
        ToySession session = session();
        try (LogCapture log = new LogCapture()) {
            session.giveSymbols();
            assertThat(session.monitor("tcbridge layout"))
                    .containsExactly(
                            "what     value  learnt from",
                            "version  7      word at 0x1004",
                            "warning: version: 7 (word at 0x1004), but 8 (DWARF 5)");
            log.await("version: 7 (word at 0x1004), but 8 (DWARF 5)");
        }
    }

    @Test
    void framesShowsWhereRegistersAre() {
        threeTasks();
        ToySession session = session();
        session.giveSymbols();
        List<String> registers = List.of(
                "it goes on at pc 0x4000 with sp 0x21cc",
                "r0  0x11223344  at 0x21c0",
                "lr  0x00000000  constant",
                "sp  0x000021cc  computed",
                "pc  0x00004000  at 0x21c4, bits 0xfffffffe",
                "unavailable: r1");
        assertThat(session.monitor("tcbridge frames 2"))
                .first()
                .isEqualTo("thread 2, task sensor: toy-frame, frame of 12 bytes at 0x21c0");
        assertThat(session.monitor("tcbridge frames 2").stream().skip(1)).isEqualTo(registers);
        assertThat(session.monitor("tcbridge frames 1.2").stream().skip(1)).isEqualTo(registers);
    }

    @Test
    void framesSaysWhyThereIsNone() {
        threeTasks();
        kernel.task(0xd0, "broken", 0x23c0, 0x2300, 0x2400);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge frames 1"))
                .containsExactly("thread 1, task main, runs: its registers are in CPU 0");
        assertThat(session.monitor("tcbridge frames 9"))
                .containsExactly("no thread '9': expected one of 1.1, 1.2, 1.3, 1.4");
        assertThat(session.monitor("tcbridge frames 4"))
                .containsExactly(
                        "thread 4, task broken: toy-frame: frame at 0x23c0: pc & 1 == 1 does not hold (pc = 0x0)");
    }

    @Test
    void refreshLearnsAnewAndKeepsTheThreads() {
        threeTasks();
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        List<String> before = session.monitor("tcbridge threads");
        server.poke(ToyKernel.VERSION, ToyKernel.MODEL.bytes(8, 4));
        assertThat(session.monitor("tcbridge layout")).contains("version  7      word at 0x1004");

        assertThat(session.monitor("tcbridge refresh"))
                .containsExactly("learnt anew: 3 tasks, 0 problems, saved registers: toy-frame");
        assertThat(session.monitor("tcbridge layout")).contains("version  8      word at 0x1004");
        assertThat(session.monitor("tcbridge threads")).isEqualTo(before);
    }

    @Test
    void theLogLevelChanges() {
        List<String> set = new CopyOnWriteArrayList<>();
        LogControl log = new LogControl() {
            @Override
            public List<String> levels() {
                return List.of("quiet", "loud");
            }

            @Override
            public void level(String level) {
                set.add(level);
            }
        };
        ToySession session = session(server(), List.of(kernel), log);
        assertThat(session.monitor("tcbridge log shrill"))
                .containsExactly("log level 'shrill': expected one of quiet, loud");
        assertThat(set).isEmpty();
        assertThat(session.monitor("tcbridge log loud")).containsExactly("log level loud");
        assertThat(set).containsExactly("loud");
    }

    @Test
    void aFixedLogLevelStays() {
        assertThat(session().monitor("tcbridge log debug")).containsExactly("the log level cannot be changed");
    }

    @Test
    void aLongLineComesInPacketsThatAnyClientTakes() {
        threeTasks();
        String problem = "ä" + "x".repeat(1000);
        kernel.problem(problem);
        ToySession session = session();
        session.giveSymbols();
        List<String> packets = session.packets("tcbridge status");
        assertThat(packets).allMatch(packet -> packet.length() <= 361);
        assertThat(packets.stream().mapToInt(String::length).max()).hasValue(361);
        String text = Hex.parseText(String.join("", packets).replace("O", ""));
        assertThat(text.lines()).contains("problem          " + problem);
    }
}
