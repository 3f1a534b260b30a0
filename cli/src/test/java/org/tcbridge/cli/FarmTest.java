package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.record.Entry;
import org.tcbridge.rsp.record.RecordFile;
import org.tcbridge.rsp.serve.ImageServer;

/** Several proxies in one process, from a file. */
final class FarmTest {
    private static final Pattern READY =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), backend 127\\.0\\.0\\.1:\\d+ \\((.*)\\)");
    private static final int BOARDS = 200;

    @TempDir
    Path folder = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("farm.toml"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2:1   | listen = 7 | listen: 7: expected a string",
                "2:1   | listen = '7' | listen: '7': expected HOST:PORT, an IPv6 address in brackets, such as 127.0.0.1:4002",
                "2:1   | backend = 'b:0' | backend: 'b:0': expected a port from 1 to 65535",
                "2:1   | rtos = 'zephyr' | rtos: 'zephyr': expected auto, none, freertos, threadx",
                "2:1   | step-parked = 'x' | step-parked: 'x': expected run or refuse",
                "2:1   | cache = 'x' | cache: 'x': expected off, code or halted",
                "2:1   | conditions = 'x' | conditions: 'x': expected gdb or tcbridge",
                "2:1   | spawn = 'openocd' | spawn: 'openocd': expected {port} in it, or backend with the server's port",
                "2:1   | listn = 'x' | listener: key \"listn\": expected one of after, arch, backend, before, cache, command-limit, conditions, elf, listen, name, record, rtos, spawn, spawn-limit, stackings, step-parked, symbols",
            })
    void anErrorSaysWhere(String place, String line, String problem) throws IOException {
        Path file = file("[[listener]]\n" + line + "\nname = 'a'\n");

        assertThat(Cli.run("proxy", "--config", file.toString()))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge proxy: --config: " + file + ":" + place + ": " + problem
                                + " (see tcbridge proxy --help)\n"));
    }

    @Test
    void filesAreRelativeToIt() throws IOException {
        Path file = file("[[listener]]\nname = 'a'\nelf = 'no.elf'\n");

        assertThat(Cli.run("proxy", "--config", file.toString()).err())
                .startsWith("tcbridge proxy: --config: " + file + ":3:1: elf: " + folder.resolve("no.elf")
                        + ": no such file");
    }

    @Test
    void twoOfOneName() throws IOException {
        Path file = file("[[listener]]\nname = 'a'\n\n[[listener]]\nname = 'a'\n");

        assertThat(Cli.run("proxy", "--config", file.toString()).err())
                .startsWith("tcbridge proxy: --config: " + file + ":5:1: name: \"a\": expected a name of its own");
    }

    @Test
    void itsOptionsAreInTheFile() throws IOException {
        Path file = file("[[listener]]\nname = 'a'\n");

        assertThat(Cli.run("proxy", "--config", file.toString(), "--rtos", "none")
                        .err())
                .isEqualTo("tcbridge proxy: --config: expected no --rtos beside it, each listener has its own"
                        + " (see tcbridge proxy --help)\n");
    }

    @Test
    void whatItMeansIsPrintedAndMeansTheSame() throws IOException {
        Path file = file("""
                [[listener]]
                name = "a"
                spawn = 'sim -p "{port}"'
                after = "off"
                record = "a.rec"
                """);
        String printed = """
                [[listener]]
                name = "a"
                listen = "127.0.0.1:0"    # a free port
                spawn = "sim -p \\"{port}\\""
                backend = "127.0.0.1:0"    # a free port at each start of the server
                spawn-limit = 30
                after = "off"
                command-limit = 60
                rtos = "auto"
                arch = "auto"
                step-parked = "run"
                cache = "code"
                conditions = "gdb"
                record = "%s"
                """.formatted(folder.resolve("a.rec"));

        assertThat(Cli.run("proxy", "--config", file.toString(), "--print-config"))
                .isEqualTo(new Cli(0, printed, ""));
        assertThat(Cli.run("proxy", "--config", file(printed).toString(), "--print-config"))
                .isEqualTo(new Cli(0, printed, ""));
    }

    /** Each its own record, and --record for those that have none. */
    @Test
    void records() throws Exception {
        try (ImageServer server =
                ImageServer.builder().thread(ThreadId.of(1), "00000000").start()) {
            Path file = file("""
                    [[listener]]
                    name = 'a'
                    backend = '127.0.0.1:%1$d'
                    record = 'a.rec'
                    [[listener]]
                    name = 'b'
                    backend = '127.0.0.1:%1$d'
                    """.formatted(server.port()));
            RunningCli cli = new RunningCli(
                    "proxy",
                    "--config",
                    file.toString(),
                    "--record",
                    folder.resolve("rest.rec").toString());
            for (int listener = 0; listener < 2; listener++) {
                Matcher ready = READY.matcher(cli.line());
                assertThat(ready.matches()).isTrue();
                int port = Integer.parseInt(ready.group(1));
                try (GdbClient client = new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                    client.ask(new AskResumeActions());
                    for (int ask = 0; ask < listener; ask++) {
                        client.ask(new ReadRegisters());
                    }
                }
            }
            assertThat(cli.end()).isZero();
        }

        assertThat(asked("a.rec")).containsExactly("vCont?");
        assertThat(asked("rest.rec")).containsExactly("vCont?", "g");
    }

    private List<String> asked(String record) throws IOException {
        return RecordFile.read(folder.resolve(record)).session(1, true).stream()
                .filter(entry -> entry.hop().isCommand())
                .map(Entry::text)
                .toList();
    }

    @Test
    void aRecordOfItsOwnThatCannotBeHad() throws IOException {
        Path twice = file("[[listener]]\nname = 'a'\nrecord = 'r'\n\n[[listener]]\nname = 'b'\nrecord = './r'\n");
        assertThat(Cli.run("proxy", "--config", twice.toString()).err())
                .startsWith("tcbridge proxy: --config: " + twice + ":7:1: record: \"" + folder.resolve("./r")
                        + "\": expected a file of its own");

        Path nowhere = file("[[listener]]\nname = 'a'\nrecord = 'no/r'\n");
        Cli run = Cli.run("proxy", "--config", nowhere.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(
                        "tcbridge proxy: listener \"a\": record: " + folder.resolve("no/r") + " cannot be written: ");
    }

    @Test
    void twoHundredSessionsAtOnce() throws Exception {
        try (ImageServer server =
                ImageServer.builder().thread(ThreadId.of(1), "00000000").start()) {
            StringBuilder text = new StringBuilder();
            for (int board = 0; board < BOARDS; board++) {
                text.append("[[listener]]\nname = 'b%d'\nbackend = '127.0.0.1:%d'\n".formatted(board, server.port()));
            }
            RunningCli cli =
                    new RunningCli("proxy", "--config", file(text.toString()).toString(), "--log", "error");
            List<GdbClient> clients = new ArrayList<>();
            try {
                for (int board = 0; board < BOARDS; board++) {
                    String line = cli.line();
                    Matcher ready = READY.matcher(line);
                    assertThat(ready.matches()).as(line).isTrue();
                    assertThat(ready.group(2)).isEqualTo("b" + board);
                    clients.add(new GdbClient(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)))));
                }
                for (GdbClient client : clients) {
                    assertThat(client.ask(new AskResumeActions())).startsWith("vCont;");
                }
            } finally {
                for (GdbClient client : clients) {
                    client.close();
                }
            }
            assertThat(cli.end()).isZero();
            assertThat(cli.err()).isEmpty();
        }
    }
}
