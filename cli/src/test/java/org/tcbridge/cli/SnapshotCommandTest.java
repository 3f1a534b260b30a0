package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.cli.demo.GdbSession;
import org.tcbridge.cli.snapshot.SnapshotFile;
import org.tcbridge.cli.snapshot.Snapshots;
import org.tcbridge.cli.snapshot.StoppedTarget;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.rsp.command.Monitor;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.serve.ImageServer;

/** {@code tcbridge snapshot} and {@code tcbridge serve} with the demo's stopped target. */
final class SnapshotCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Path snapshot() {
        return folder.resolve("a.snapshot");
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Cli take(ImageServer server, DemoProgram program, String... options) throws Exception {
        Path elf = Files.write(folder.resolve(program.name()), program.file());
        String[] fixed = {"snapshot", "--backend", "127.0.0.1:" + server.port(), "--elf", elf.toString(), "-o"};
        return Cli.run(java.util.stream.Stream.of(
                        java.util.Arrays.stream(fixed),
                        java.util.stream.Stream.of(snapshot().toString()),
                        java.util.Arrays.stream(options))
                .flatMap(s -> s)
                .toArray(String[]::new));
    }

    @Test
    void aSnapshotOfASnapshotIsTheSame() throws Exception {
        DemoProgram program = DemoProgram.load();
        try (ImageServer server = program.serve()) {
            Cli cli = take(server, program, "--memory", "auto,e000ed00+40");

            assertThat(cli).isEqualTo(new Cli(0, "", "17 threads of freertos\n"));
        }

        StoppedTarget taken = SnapshotFile.read(snapshot());
        assertThat(taken.memory())
                .usingRecursiveComparison()
                .isEqualTo(program.target().memory());
        assertThat(taken.cores()).isEqualTo(program.target().cores());
        assertThat(taken.symbols()).isEqualTo(program.target().symbols());
        assertThat(taken.descriptions()).isEqualTo(program.target().descriptions());
        assertThat(taken.program()).isEqualTo(program.target().program());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(snapshot(), folder.resolve(program.name()));
        }
    }

    @Test
    void whatTheTasksAreFoundByIsEnoughToFindThemAgain() throws Exception {
        DemoProgram program = DemoProgram.load();
        try (ImageServer server = program.serve()) {
            take(server, program);
        }
        try (ImageServer again = SnapshotFile.read(snapshot()).serve()) {
            assertThat(Cli.run(
                                    "threads",
                                    "--backend",
                                    "127.0.0.1:" + again.port(),
                                    "--elf",
                                    folder.resolve(program.name()).toString())
                            .out()
                            .lines())
                    .hasSize(18);
        }
    }

    /** Without --elf the RAM is what the server's map says, and gdb is shown that map later, too. */
    @Test
    void theMemoryMap() throws Exception {
        DemoProgram program = DemoProgram.load();
        String map = "<memory-map><memory type=\"ram\" start=\"0x20000000\" length=\"0x100\"/></memory-map>";
        try (ImageServer server = program.target().image().memoryMap(map).start()) {
            Cli cli = Cli.run(
                    "snapshot",
                    "--backend",
                    "127.0.0.1:" + server.port(),
                    "-o",
                    snapshot().toString());
            assertThat(cli).isEqualTo(new Cli(0, "", ""));
        }

        StoppedTarget taken = SnapshotFile.read(snapshot());
        assertThat(taken.memory()).hasSize(1);
        assertThat(taken.memory().getFirst().address()).isEqualTo(0x2000_0000L);
        assertThat(taken.memory().getFirst().bytes()).hasSize(0x100);
        try (ImageServer again = taken.serve();
                GdbClient gdb = new GdbClient(loopback(again.port()))) {
            assertThat(gdb.ask(new Opaque("qXfer:memory-map:read::0,400"))).isEqualTo("l" + map);
        }
    }

    @Test
    void nothingToRead() throws Exception {
        try (ImageServer server = DemoProgram.load().serve()) {
            assertThat(Cli.run(
                            "snapshot",
                            "--backend",
                            "127.0.0.1:" + server.port(),
                            "-o",
                            snapshot().toString()))
                    .isEqualTo(new Cli(
                            1,
                            "",
                            "tcbridge snapshot: snapshot of 127.0.0.1:%d: no memory to read: expected --elf, or --memory with ranges\n"
                                    .formatted(server.port())));
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** What is no place for a file is said before the target is looked at; a device, or a folder, stays what it is. */
    @Test
    void whereNoFileCanBe() throws Exception {
        Path nowhere = folder.resolve("missing/a.snapshot");
        try (ImageServer server = DemoProgram.load().serve()) {
            String invalid = "tcbridge %s: Invalid value for option '-o': '%s': %s (see tcbridge %1$s --help)\n";
            for (String command : new String[] {"snapshot", "core"}) {
                String[] line = {command, "--backend", "127.0.0.1:" + server.port(), "-o", ""};
                line[4] = nowhere.toString();
                assertThat(Cli.run(line))
                        .isEqualTo(new Cli(
                                2,
                                "",
                                invalid.formatted(command, nowhere, "expected a file in a folder that is there")));
                line[4] = folder.toString();
                assertThat(Cli.run(line))
                        .isEqualTo(new Cli(
                                2,
                                "",
                                invalid.formatted(
                                        command, folder, "this is a folder or a device, expected the name of a file")));
            }
            assertThat(server.commands()).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** More than a snapshot can be read with is not begun. */
    @Test
    void tooMuchMemory() throws Exception {
        try (ImageServer server = DemoProgram.load().serve()) {
            for (String ranges : new String[] {"0+40000001", "0+7fffffffffffffff,90000000+10"}) {
                Cli cli = Cli.run(
                        "snapshot",
                        "--backend",
                        "127.0.0.1:" + server.port(),
                        "--memory",
                        ranges,
                        "-o",
                        snapshot().toString());
                assertThat(cli.status()).isEqualTo(1);
                assertThat(cli.err())
                        .startsWith("tcbridge snapshot: snapshot of 127.0.0.1:" + server.port() + ": 0x0, ")
                        .endsWith(
                                ": expected at most 1073741824 bytes of memory, as --memory with ranges names them\n");
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServerThatEndsBeforeItListens() {
        Cli cli = Cli.run(
                "snapshot",
                "--spawn",
                "echo no board; exit 7 # {port}",
                "-o",
                snapshot().toString());

        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.err().replaceAll("\\d{4,5}", "PORT")).isEqualTo("""
            [echo] no board
            [echo] (ended with status 7)
            tcbridge snapshot: snapshot of 'echo no board; exit 7 # {port}': the GDB server \
            'echo no board; exit 7 # PORT' ended with status 7: no board
            """);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void servesTasksToAGdbWithoutSymbolsAndKeepsWritesToItself() throws Exception {
        DemoProgram program = DemoProgram.load();
        Snapshots.write(program.target(), snapshot());
        byte[] before = Files.readAllBytes(snapshot());
        RunningCli cli = new RunningCli("serve", snapshot().toString(), "--listen", "127.0.0.1:0");
        Matcher ready = Pattern.compile(
                        "listening on 127\\.0\\.0\\.1:(\\d+), snapshot " + Pattern.quote("" + snapshot()))
                .matcher(cli.line());
        assertThat(ready.matches()).isTrue();
        InetSocketAddress address = loopback(Integer.parseInt(ready.group(1)));
        long variable = program.elf().address("work_count").orElseThrow();

        try (GdbSession gdb = GdbSession.connect(
                address,
                program.elf(),
                new DataModel(program.elf().order(), program.elf().pointerBytes()))) {
            assertThat(gdb.threads()).hasSize(17).first().hasToString("Thread 1 \"busy\" (running, priority 2)");
        }
        try (GdbClient gdb = new GdbClient(address)) {
            assertThat(status(gdb))
                    .startsWith("server         snapshot " + snapshot() + "\n")
                    .endsWith("\ncache          off\n");
            assertThat(gdb.ask(new Opaque("vCont;c")))
                    .isEqualTo("E.this target is a snapshot: it can be looked at and written to, but it cannot run");
            assertThat(gdb.ask(new WriteMemory(variable, "\1\2\3\4", false))).isEqualTo("OK");
            assertThat(gdb.ask(new ReadMemory(variable, 4))).isEqualTo("01020304");
        }

        assertThat(cli.end()).isZero();
        assertThat(cli.err()).isEmpty();
        assertThat(Files.readAllBytes(snapshot())).isEqualTo(before);
    }

    private static String status(GdbClient gdb) throws IOException {
        StringBuilder text = new StringBuilder();
        String reply = gdb.ask(new Monitor("tcbridge status"));
        while (reply.startsWith("O") && !reply.equals("OK")) {
            text.append(new String(HexFormat.of().parseHex(reply.substring(1)), StandardCharsets.UTF_8));
            reply = GdbClient.payload(gdb.next());
        }
        assertThat(reply).isEqualTo("OK");
        return text.toString();
    }

    @Test
    void whatIsNoSnapshotIsNamed() {
        assertThat(Cli.run("serve", snapshot().toString()))
                .isEqualTo(new Cli(1, "", "tcbridge serve: " + snapshot() + ": no such file: expected a snapshot\n"));
    }
}
