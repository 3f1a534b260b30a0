package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that cannot be written, and one that cannot be played. */
final class RecordOptionsTest {
    @TempDir
    private Path folder = Path.of("");

    /** A proxy that is told to end has nothing but a line to say of the full disk. */
    @Test
    void aDiskThatIsFull() throws Exception {
        Process proxy = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.tcbridge.cli.Main",
                        "proxy",
                        "--listen",
                        "127.0.0.1:0",
                        "--record",
                        "/dev/full")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (BufferedReader out = proxy.inputReader()) {
            assertThat(out.readLine()).startsWith("listening on 127.0.0.1:");

            proxy.destroy();

            assertThat(proxy.waitFor()).isZero();
        }
        List<String> lines = Files.readAllLines(folder.resolve("err"));
        assertThat(lines)
                .allMatch(line -> line.endsWith(": No space left on device"))
                .contains("tcbridge: --record: No space left on device");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        Path record = Files.write(
                folder.resolve("a.rec"),
                List.of("tcbridge record 1 2026-11-21T13:00:00Z", "1 1 gdb> $?", "2 1 gdb< $S05"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            assertThat(Cli.run("replay", record.toString(), "--as", "server", "--listen", place))
                    .isEqualTo(new Cli(
                            1, "", "tcbridge replay: cannot listen on " + place + ": Address already in use\n"));
        }
    }

    /** A host that is not there is not taken for this machine. */
    @Test
    void aServerThatIsNot() throws Exception {
        Path record = Files.write(
                folder.resolve("a.rec"),
                List.of("tcbridge record 1 2026-11-21T13:00:00Z", "1 1 gdb> $?", "2 1 gdb< $S05"));

        assertThat(Cli.run("replay", record.toString(), "--as", "client", "--backend", "board.invalid:3333"))
                .isEqualTo(new Cli(
                        1,
                        "",
                        "tcbridge replay: cannot reach the server at board.invalid:3333: no such host:"
                                + " board.invalid\n"));
    }

    /** Nothing to print would look as if nothing had passed. */
    @Test
    void whatIsNotInTheRecord() throws Exception {
        String record = Files.write(
                        folder.resolve("a.rec"),
                        List.of(
                                "tcbridge record 1 2026-11-21T13:00:00Z",
                                "1 1 gdb> $?",
                                "2 1 gdb< $S05",
                                "1500000 2 gdb> $?"))
                .toString();
        String title = record + " is a record of 2 sessions, 1.500000 s long";

        assertThat(refused("log", record, "--session", "7")).isEqualTo("--session 7: " + title);
        assertThat(refused("log", record, "--session", "0")).isEqualTo("--session 0: " + title);
        assertThat(refused("log", record, "--from", "1.75")).isEqualTo("--from 1.75: " + title);
        assertThat(refused("log", record, "--from", "5", "--to", "1"))
                .isEqualTo("--from 5.0 --to 1.0: expected a time that is not after the other");
        assertThat(refused("log", record, "--from", "NaN", "--to", "1"))
                .isEqualTo("--from NaN --to 1.0: expected a time that is not after the other");
        assertThat(refused("replay", record, "--as", "client", "--session", "3"))
                .isEqualTo("--session 3: " + title);
        assertThat(refused("replay", record, "--as", "client", "--side", "server"))
                .isEqualTo("--side server: " + record + " has no packets of session 1 there");
        assertThat(Cli.run("log", record, "--session", "2", "--from", "1.5"))
                .isEqualTo(new Cli(0, "s2    1.500000 gdb -> ?  (why does the target stand)\n", ""));
    }

    private static String refused(String command, String... args) {
        Cli cli = Cli.run(Stream.concat(Stream.of(command), Stream.of(args)).toArray(String[]::new));
        assertThat(cli.status()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        String prefix = "tcbridge " + command + ": ";
        String suffix = " (see tcbridge " + command + " --help)\n";
        assertThat(cli.err()).startsWith(prefix).endsWith(suffix);
        return cli.err().substring(prefix.length(), cli.err().length() - suffix.length());
    }
}
