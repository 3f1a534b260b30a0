package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.rsp.command.WhyStopped;

final class ProxyCommandTest {
    @TempDir
    Path folder = Path.of("");

    private static void assertUsageError(String message, String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "proxy";
        System.arraycopy(args, 0, all, 1, args.length);
        assertThat(Cli.run(all))
                .isEqualTo(new Cli(2, "", "tcbridge proxy: " + message + " (see tcbridge proxy --help)\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen  | localhost   | 'localhost': expected HOST:PORT, an IPv6 address in brackets, such as 127.0.0.1:4002",
                "--listen  | h:http      | 'h:http': port 'http' is not a number from 0 to 65535",
                "--listen  | h:65536     | port 65536: expected 0 to 65535",
                "--listen  | no-such-host.invalid:0 | 'no-such-host.invalid:0': expected a host name that is known",
                "--backend | ::1:3002    | '::1:3002': expected HOST:PORT, an IPv6 address in brackets, such as 127.0.0.1:4002",
                "--backend | localhost:0 | 'localhost:0': expected a port from 1 to 65535",
                "--rtos    | zephyr      | 'zephyr': expected auto, none, freertos, threadx",
                "--arch    | z80         | 'z80': expected auto, arm-m, arm, aarch64, microblaze, microblaze64, riscv32, riscv64",
                "--log     | loud        | 'loud': expected error, warn, info, debug or trace",
                "--spawn   | openocd     | 'openocd': expected {port} in it, or --backend with the server's port",
                "--step-parked | jump    | 'jump': expected run or refuse",
                "--conditions  | server  | 'server': expected gdb or tcbridge",
                "--cache   | all         | 'all': expected off, code or halted",
            },
            quoteCharacter = '"')
    void badValues(String option, String value, String problem) {
        assertUsageError("Invalid value for option '" + option + "': " + problem, option, value);
    }

    @Test
    void badFiles() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");

        assertUsageError(
                "--elf: " + folder.resolve("x.elf") + ": no such file: expected a linked ELF program",
                "--elf",
                folder.resolve("x.elf").toString());
        assertUsageError(
                "--elf: " + text + ": not an ELF file: expected a linked ELF program", "--elf", text.toString());
    }

    @Test
    void badSymbols() throws IOException {
        Path text = Files.writeString(folder.resolve("firmware.nm"), "100 T main\nhello\n");

        assertUsageError(
                "--symbols: " + text + ":2: 'hello': expected ADDRESS TYPE NAME or ADDRESS SIZE TYPE NAME,"
                        + " numbers in hexadecimal, as nm and nm -S print them",
                "--symbols",
                text.toString());
        assertUsageError(
                "--symbols: " + folder.resolve("x.nm") + ": no such file",
                "--symbols",
                folder.resolve("x.nm").toString());
        assertUsageError(
                "--symbols: expected --elf or --symbols, not both", "--elf", "x.elf", "--symbols", text.toString());
    }

    @Test
    void aMissingValue() {
        assertUsageError("Missing required parameter for option '--listen' (HOST:PORT)", "--listen");
    }

    @Test
    void aPortInUseIsNamedWithTheCause() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();

            assertThat(Cli.run("proxy", "--listen", listen))
                    .isEqualTo(new Cli(
                            1, "", "tcbridge proxy: cannot listen on " + listen + ": Address already in use\n"));
        }
    }

    @Test
    void theReadyLineComesOnceTheProxyListensAndAnInterruptEndsIt() throws Exception {
        RunningCli cli = new RunningCli("proxy", "--listen", "127.0.0.1:0", "--backend", "[::1]:1", "--log", "error");
        String line = cli.line();
        Matcher ready = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), backend \\[::1]:1")
                .matcher(line);
        assertThat(ready.matches()).as(line).isTrue();
        int port = Integer.parseInt(ready.group(1));
        try (GdbClient gdb = new GdbClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            String refused = "E.tcbridge cannot reach the GDB server at [::1]:1: Connection refused";
            assertThat(gdb.ask(new WhyStopped())).isEqualTo(refused);
            assertThat(gdb.ask(new WhyStopped())).isEqualTo(refused);
            assertThatThrownBy(gdb::next).hasMessage("the server closed the connection");
        }

        assertThat(cli.end()).isZero();
        assertThat(cli.err()).isEmpty();
        new ServerSocket(port).close();
    }
}
