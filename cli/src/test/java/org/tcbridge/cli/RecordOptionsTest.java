package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
