package org.tcbridge.proxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.TaskState;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.serve.ImageServer;
import org.tcbridge.rsp.serve.ImageServerBuilder;

/** Every command's text, exactly. RAM is 0x1000 to 0x8000; stacks lie from 0x2000 up, 256 bytes each. */
@ExtendWith(LeakRecorder.Check.class)
class MonitorCommandsTest {
    private static final long RAM = 0x1000;
    private static final byte FILL = (byte) 0xa5;
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final byte[] ram = new byte[0x7000];
    private final ToyKernel kernel = new ToyKernel();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private long liveSp = 0x20c0;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ImageServer server() {
        ImageServerBuilder builder = ImageServer.builder();
        String g = "00000000".repeat(3) + hex(liveSp) + hex(0x4000);
        ImageServer server =
                builder.region(RAM, ram).thread(ThreadId.of(1, 1), g).start();
        open.add(server);
        return server;
    }

    private ToySession session(ImageServer server, List<Rtos> rtoses, LogControl log) {
        ToySession session = new ToySession(server.port(), rtoses, log, folder);
        open.add(session);
        return session;
    }

    private ToySession session() {
        return session(server(), List.of(kernel), LogControl.FIXED);
    }

    private static String hex(long word) {
        return Hex.ofBytes(ToyKernel.MODEL.bytes(word, 4));
    }

    private void poke(long address, long word) {
        System.arraycopy(ToyKernel.MODEL.bytes(word, 4), 0, ram, (int) (address - RAM), 4);
    }

    /** Fills a stack below a pointer and puts a frame at it: r0, pc, padding. */
    private void stack(long start, long untouched, long sp) {
        Arrays.fill(ram, (int) (start - RAM), (int) (start + untouched - RAM), FILL);
        poke(sp, 0x11223344);
        poke(sp + 4, 0x4001);
    }

    private void threeTasks() {
        poke(ToyKernel.RUNNING, 0xa0);
        poke(ToyKernel.VERSION, 7);
        kernel.task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        kernel.task(0xb0, "sensor", TaskState.BLOCKED, "until tick 9", 0x21c0, address(0x2100), address(0x2200));
        kernel.task(0xc0, "spare", TaskState.SUSPENDED, "", 0x22a0, address(0x2200), UNKNOWN);
        stack(0x2000, 0x80, 0x20f0);
        stack(0x2100, 0x40, 0x21c0);
        stack(0x2200, 0x62, 0x22a0);
    }

    private static OptionalLong address(long address) {
        return OptionalLong.of(address);
    }

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
                        "memory reads   0 of 0 bytes in all since gdb connected");
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
                        "memory reads   0 of 0 bytes in all since gdb connected");
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
                        "rtos             Toy kernel on [Toy CPU]",
                        "threads          3 tasks",
                        "saved registers  toy-frame",
                        "                 toy-frame: 2 of 2 frames fit",
                        "                 toy-other: 0 of 2 frames fit",
                        "problems         none",
                        "memory reads     5 of 36 bytes in all since gdb connected");
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
    void threadsShowsStacks() {
        threeTasks();
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly(
                        "id   name    prio  base  used  size  peak  free  least  saved sp  state",
                        "1.1  main       1     ?    64   256   128   192    128  running   running",
                        "1.2  sensor     2     1    64   256   192   192     64  0x21c0    blocked: until tick 9",
                        "1.3  spare      3     ?     ?     ?     ?   160     96  0x22a0    suspended",
                        "stacks in bytes; peak: the most ever used, least: the least ever free;" + " ?: not known");
    }

    @Test
    void aStackPointerOfAHandlerIsNotTheTasks() {
        threeTasks();
        liveSp = 0x7ff0;
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .contains("1.1  main       1     ?     ?   256   128     ?    128  running   running");
    }

    @Test
    void fullStacksAreWarnedOf() {
        poke(ToyKernel.RUNNING, 0xa0);
        kernel.task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        kernel.task(0xb0, "nearly", 0x21c0, 0x2100, 0x2200);
        kernel.task(0xc0, "almost", 0x22c0, 0x2200, 0x2300);
        kernel.task(0xd0, "full", 0x23c0, 0x2300, 0x2400);
        kernel.task(0xe0, "over", 0x23f0, 0x2400, 0x2500);
        stack(0x2000, 0x80, 0x20f0);
        stack(0x2100, 24, 0x21c0); // 232 of 256 bytes: 90 %
        stack(0x2200, 28, 0x22c0); // 228 of 256 bytes: 89 %
        stack(0x2300, 0, 0x23c0);
        stack(0x2400, 0, 0x23f0);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .containsExactly(
                        "id   name    prio  base  used  size  peak  free  least  saved sp  state",
                        "1.1  main       1     ?    64   256   128   192    128  running   running",
                        "1.2  nearly     2     1    64   256   232   192     24  0x21c0    ready",
                        "1.3  almost     3     ?    64   256   228   192     28  0x22c0    ready",
                        "1.4  full       4     ?    64   256   256   192      0  0x23c0    ready",
                        "1.5  over       5     ?   272   256   256   -16      0  0x23f0    ready",
                        "stacks in bytes; peak: the most ever used, least: the least ever free;" + " ?: not known",
                        "warning: task nearly: 232 of 256 bytes of its stack were used, 90 %",
                        "warning: task full: its stack was used to the last byte",
                        "warning: task over: its stack pointer 0x23f0 is 16 bytes below its stack");
    }

    @Test
    void aKernelThatDoesNotFillStacksTellsNoPeak() {
        threeTasks();
        Arrays.fill(ram, 0x1000, 0x10f0, (byte) 0);
        Arrays.fill(ram, 0x1100, 0x11c0, (byte) 0);
        Arrays.fill(ram, 0x1200, 0x12a0, (byte) 0);
        ToySession session = session();
        session.giveSymbols();
        assertThat(session.monitor("tcbridge threads"))
                .contains(
                        "1.1  main       1     ?    64   256     ?   192      ?  running   running",
                        "1.2  sensor     2     1    64   256     ?   192      ?  0x21c0    blocked: until tick 9")
                .hasSize(5);
    }

    @Test
    void aKernelThatNeverFillsIsNotScanned() {
        threeTasks();
        kernel.withoutFill();
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        session.monitor("tcbridge status");
        long reads = server.count(ReadMemory.class);
        assertThat(session.monitor("tcbridge threads"))
                .contains("1.2  sensor     2     1    64   256     ?   192      ?  0x21c0    blocked: until tick 9");
        assertThat(server.count(ReadMemory.class)).isEqualTo(reads);
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

    @Test
    void hugeStacksAreReadInBounds() {
        poke(ToyKernel.RUNNING, 0xa0);
        Arrays.fill(ram, 0x1000, ram.length, FILL);
        for (int i = 0; i < 20; i++) {
            kernel.task(0xa0 + i, "t" + i, 0x7ff0, 0x2000, 0x8000);
        }
        ImageServer server = server();
        ToySession session = session(server, List.of(kernel), LogControl.FIXED);
        session.giveSymbols();
        List<String> lines = session.monitor("tcbridge threads");
        int read = server.commands().stream()
                .flatMap(c -> c instanceof ReadMemory(long address, int length) && length > 100
                        ? Stream.of(length)
                        : Stream.empty())
                .mapToInt(length -> length)
                .sum();
        // what 20 stacks of 24 KiB would cost is 480 KiB
        assertThat(read).isBetween(255 * 1024, 256 * 1024);
        assertThat(lines)
                .contains(
                        "1.11  t10     11     ?     16  24576     16  24560  24560  0x7ff0    ready",
                        "1.12  t11     12     ?     16  24576      ?  24560      ?  0x7ff0    ready");
    }
}
