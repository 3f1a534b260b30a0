package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.kit.FreePort;
import org.tcbridge.rsp.serve.ImageServer;

/** {@code tcbridge threads} with the demo's stopped target. */
final class ThreadsCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private DemoProgram program;
    private ImageServer server;

    @SuppressWarnings("NullAway.Init")
    ThreadsCommandTest() throws Exception {
        program = DemoProgram.load();
    }

    @BeforeEach
    void start() throws IOException {
        server = program.serve();
        Files.write(elf(), program.file());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Path elf() {
        return folder.resolve("firmware.elf");
    }

    private Cli threads(String... options) {
        List<String> args = new ArrayList<>(
                List.of("threads", "--backend", "127.0.0.1:" + server.port(), "--elf", elf().toString()));
        args.addAll(List.of(options));
        return Cli.run(args.toArray(String[]::new));
    }

    private static String settled(String line) {
        return line.replaceAll("0x[0-9a-f]{8} in (\\w+)(\\+\\d+)?", "0x... in $1")
                .replaceAll("event list 0x[0-9a-f]{8}", "event list 0x...")
                .replaceAll(" {2,}", "  ")
                .strip();
    }

    @Test
    void theTable() {
        Cli cli = threads();

        assertThat(cli.err()).isEmpty();
        assertThat(cli.status()).isZero();
        assertThat(cli.out().lines().limit(5).map(ThreadsCommandTest::settled))
                .containsExactly(
                        "id  name  state  prio  core  used  size  high  pc  waits for",
                        "1  busy  running  2  0  28  1020  18%  0x... in all_parked at tasks.c:347",
                        "2  IDLE  ready  0  128  1020  12%  0x... in spin_forever at cortex-m/port.c:104",
                        "3  queue_waiter  blocked  5  352  1020  34%  0x... in port_yield_fp at cortex-m/port.c:130 "
                                + " event list 0x..., no time limit",
                        "4  queue_timed  blocked  5  152  1020  14%  0x... in port_yield at cortex-m/port.c:94  event"
                                + " list 0x..., until tick 1000000");
        assertThat(cli.out().lines()).hasSize(18);
        assertThat(server.commands()).noneMatch(c -> c instanceof Resume || c instanceof ResumeActions);
    }

    @Test
    void callStacksAndRegistersFollowTheTable() {
        List<String> lines = threads("--backtrace", "--registers").out().lines().toList();
        int busy = lines.indexOf("thread 1 busy:");
        int waiter = lines.lastIndexOf("thread 3 queue_waiter:");

        assertThat(settled(lines.get(busy + 1))).isEqualTo("#0  0x... in all_parked at tasks.c:347");
        assertThat(settled(lines.get(busy + 2)))
                .isEqualTo("#1  0x... in busy_loop at tasks.c:381 (from the link register: the caller, or where it last"
                        + " returned to)");
        assertThat(lines.get(busy + 3)).isEmpty();
        assertThat(lines.subList(waiter + 1, waiter + 4))
                .containsExactly("    r0     0xc0de0200", "    r1     0xc0de0201", "    r2     0xc0de0202");
    }

    @Test
    void theJson() throws Exception {
        Cli cli = threads("--json", "--registers", "--backtrace");

        JsonObject root = JsonParser.object().from(cli.out());
        assertThat(root.getString("schema")).isEqualTo("tcbridge-threads");
        assertThat(root.getInt("version")).isEqualTo(1);
        assertThat(root.getString("rtos")).isEqualTo("freertos");
        assertThat(root.getString("architecture")).isEqualTo("arm-m");
        assertThat((List<?>) root.getArray("problems")).isEmpty();
        assertThat((List<?>) root.getArray("warnings")).isEmpty();
        JsonArray threads = root.getArray("threads");
        assertThat((List<?>) threads).hasSize(17);
        JsonObject waiter = threads.getObject(2);
        assertThat(waiter.getInt("id")).isEqualTo(3);
        assertThat(waiter.getString("kind")).isEqualTo("task");
        assertThat(waiter.getString("name")).isEqualTo("queue_waiter");
        assertThat(waiter.getString("state")).isEqualTo("blocked");
        assertThat(waiter.getString("waits_for")).matches("event list 0x[0-9a-f]{8}, no time limit");
        assertThat(waiter.getInt("priority")).isEqualTo(5);
        assertThat(waiter.isNull("core")).isTrue();
        assertThat(waiter.getObject("stack").getInt("size")).isEqualTo(1020);
        assertThat(waiter.getObject("stack").getInt("used")).isEqualTo(352);
        assertThat(waiter.getObject("stack").getInt("high_water")).isEqualTo(352);
        assertThat(waiter.getObject("stack").getInt("percent")).isEqualTo(34);
        assertThat(waiter.getObject("stack").getBoolean("overflow")).isFalse();
        assertThat(waiter.getObject("place").getString("function")).isEqualTo("port_yield_fp");
        assertThat(waiter.getObject("place").getString("file")).isEqualTo("cortex-m/port.c");
        assertThat(waiter.getObject("place").getInt("line")).isEqualTo(130);
        assertThat(waiter.getObject("registers").getString("r0")).isEqualTo("0xc0de0200");
        assertThat(waiter.getObject("registers").getString("d0")).isEqualTo("0x4302010043020000");
        assertThat(threads.getObject(3).getObject("registers").isNull("d0")).isTrue();
        JsonArray frames = threads.getObject(0).getArray("frames");
        assertThat(threads.getObject(0).getString("pc"))
                .isEqualTo(frames.getObject(0).getString("pc"));
        assertThat(frames.getObject(0).getBoolean("certain")).isTrue();
        assertThat(frames.getObject(1).getBoolean("certain")).isFalse();
        assertThat(frames.getObject(1).getObject("place").getString("function")).isEqualTo("busy_loop");
        assertThat(frames.getObject(1).getObject("place").getString("file")).isEqualTo("tasks.c");
        assertThat(frames.getObject(1).getObject("place").getInt("line")).isEqualTo(381);
    }

    /** A list of symbols tells functions, and no lines. */
    @Test
    void withoutDebugInformationThereAreNoLines() throws Exception {
        Path symbols = folder.resolve("firmware.nm");
        ElfFile file = ElfFile.read(elf());
        Files.write(
                symbols,
                Stream.of("pxCurrentTCB", "pxReadyTasksLists", "uxCurrentNumberOfTasks", "all_parked", "busy_loop")
                        .map(name -> "%08x %s %s"
                                .formatted(file.address(name).orElse(0), name.contains("_") ? "T" : "B", name))
                        .toList());

        Cli cli = Cli.run(
                "threads", "--backend", "127.0.0.1:" + server.port(), "--symbols", symbols.toString(), "--json");

        JsonObject place = JsonParser.object()
                .from(cli.out())
                .getArray("threads")
                .getObject(0)
                .getObject("place");
        assertThat(place.getString("function")).isEqualTo("all_parked");
        assertThat(place.isNull("file")).isTrue();
        assertThat(place.isNull("line")).isTrue();
    }

    @Test
    void registersAndFramesAreThereWhenAskedForOnly() throws Exception {
        JsonObject thread = JsonParser.object()
                .from(threads("--json").out())
                .getArray("threads")
                .getObject(0);

        assertThat(thread.has("registers")).isFalse();
        assertThat(thread.has("frames")).isFalse();
    }

    @Test
    void whatIsExpectedAndIs() {
        Cli cli =
                threads("--expect-task", "busy:running", "--expect-task", "IDLE", "--max-stack", "34", "--no-overflow");

        assertThat(cli.err()).isEmpty();
        assertThat(cli.status()).isZero();
    }

    @Test
    void whatIsExpectedAndIsNotIsALineEachAndInTheReport() throws Exception {
        Path report = folder.resolve("report.xml");

        Cli cli = threads(
                "--expect-task",
                "net<",
                "--expect-task",
                "IDLE:blocked",
                "--max-stack",
                "33",
                "--junit",
                report.toString());

        assertThat(cli.status()).isEqualTo(3);
        assertThat(cli.err().lines())
                .containsExactly(
                        "there is no task net<",
                        "task IDLE is ready: expected blocked (in spin_forever+174 at cortex-m/port.c:104)",
                        "task queue_waiter: 34 % of the 1020 bytes of its stack were used: expected at most 33 %"
                                + " (in port_yield_fp+372 at cortex-m/port.c:130)");
        List<String> lines = Files.readAllLines(report);
        assertThat(lines.subList(0, 6))
                .containsExactly(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                        "<testsuite name=\"tcbridge threads\" tests=\"20\" failures=\"3\">",
                        testCase("the tasks can be read", ""),
                        testCase("task net&lt; is there", "<failure message=\"there is no task net&lt;\"></failure>"),
                        testCase(
                                "task IDLE is blocked",
                                "<failure message=\"task IDLE is ready: expected blocked (in spin_forever+174 at"
                                        + " cortex-m/port.c:104)\"></failure>"),
                        testCase("task busy uses at most 33 % of its stack", ""));
    }

    private String testCase(String name, String content) {
        return "  <testcase classname=\"127.0.0.1:%d\" name=\"%s\">%s</testcase>"
                .formatted(server.port(), name, content);
    }

    /** The last byte of a stack is not the fill byte any more. */
    @Test
    void anOverflowIsAFailure() throws Exception {
        JsonObject waiter = JsonParser.object()
                .from(threads("--json").out())
                .getArray("threads")
                .getObject(2);
        server.poke(Long.decode(waiter.getObject("stack").getString("start")), new byte[] {1});

        Cli cli = threads("--no-overflow");

        assertThat(cli.status()).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("task queue_waiter: its stack was used to the last byte (in port_yield_fp+372 at"
                        + " cortex-m/port.c:130)\n");
        assertThat(cli.out()).contains("\nwarning: task queue_waiter: its stack was used to the last byte\n");
        assertThat(server.count(WriteMemory.class)).isZero();
    }

    @Test
    void noTasksAreAFailureThatTheReportHas() throws Exception {
        Path report = folder.resolve("report.xml");

        Cli cli = threads("--rtos", "none", "--junit", report.toString());

        String failure = "threads of 127.0.0.1:%d: no tasks: tasks are not looked for: started with --rtos none"
                .formatted(server.port());
        assertThat(cli).isEqualTo(new Cli(1, "", "tcbridge threads: " + failure + "\n"));
        assertThat(Files.readString(report)).contains("<failure message=\"" + failure + "\">");
    }

    @Test
    void nobodyListens() throws IOException {
        int port = FreePort.any();

        assertThat(Cli.run("threads", "--backend", "127.0.0.1:" + port, "--elf", elf().toString()))
                .isEqualTo(new Cli(1, "", "tcbridge threads: threads of 127.0.0.1:" + port + ": Connection refused\n"));
    }

    @Test
    void usage() {
        String see = " (see tcbridge threads --help)\n";
        assertThat(Cli.run("threads", "--backend", "localhost:1"))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge threads: no symbols: expected --elf FILE, the program's ELF file, or --symbols FILE"
                                + see));
        assertThat(threads("--expect-task", "a:b:lazy"))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge threads: Invalid value for option '--expect-task' (NAME[:STATE]): state 'lazy':"
                                + " expected one of running, ready, blocked, suspended, deleted, completed, terminated,"
                                + " sleeping"
                                + see));
        String invalid = "tcbridge threads: Invalid value for option ";
        assertThat(threads("--expect-task", ":ready"))
                .isEqualTo(new Cli(
                        2,
                        "",
                        invalid + "'--expect-task' (NAME[:STATE]): ':ready': expected NAME or NAME:STATE" + see));
        assertThat(threads("--timeout", "0"))
                .isEqualTo(new Cli(2, "", invalid + "'--timeout': '0': expected seconds, 1 or more" + see));
        assertThat(threads("--max-stack", "101"))
                .isEqualTo(new Cli(2, "", invalid + "'--max-stack': '101': expected a percentage from 0 to 100" + see));
        Path nowhere = folder.resolve("missing/report.xml");
        assertThat(threads("--junit", nowhere.toString()))
                .isEqualTo(new Cli(
                        2,
                        "",
                        invalid + "'--junit': '" + nowhere + "': expected a file in a folder that is there" + see));
        assertThat(server.commands()).as("nobody has connected").isEmpty();
    }

    /** {@code .invalid} is a name that no host ever has (RFC 2606). */
    @Test
    void aHostThatIsNot() {
        assertThat(Cli.run("threads", "--backend", "board.invalid:3333", "--elf", elf().toString()))
                .isEqualTo(new Cli(
                        1, "", "tcbridge threads: threads of board.invalid:3333: no such host: board.invalid\n"));
    }

    /** What fails is said, whether the report can be written or not. */
    @Test
    void aReportThatCannotBeWritten() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("report.xml"));

        Cli cli = threads("--expect-task", "net", "--junit", taken.toString());

        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err().lines().toList())
                .hasSize(2)
                .startsWith("there is no task net")
                .last()
                .asString()
                .startsWith("tcbridge threads: --junit: " + taken + ": ");
        assertThat(threads("--rtos", "none", "--junit", taken.toString()).err())
                .contains(
                        "tcbridge threads: --junit: ",
                        "no tasks: tasks are not looked for: started with --rtos none\n");
    }

    @Test
    void aServerThatEndsBeforeItListens() throws Exception {
        Cli cli = Cli.run("threads", "--spawn", "echo no such board; exit 7 # {port}", "--elf", elf().toString());

        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err().replaceAll("\\d{4,5}", "PORT")).isEqualTo("""
            [echo] no such board
            [echo] (ended with status 7)
            tcbridge threads: threads of 'echo no such board; exit 7 # {port}': the GDB server \
            'echo no such board; exit 7 # PORT' ended with status 7: no such board
            """);
    }
}
