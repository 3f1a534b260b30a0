package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.cli.snapshot.Snapshots;
import org.tcbridge.rsp.serve.ImageServer;

/** {@code tcbridge core} with the demo's stopped target. */
final class CoreCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Path core() {
        return folder.resolve("a.core");
    }

    private Path snapshot() throws Exception {
        Path file = folder.resolve("a.snapshot");
        Snapshots.write(DemoProgram.load().target(), file);
        return file;
    }

    @Test
    void ofASnapshotAndOfATheTargetItWasTakenOfIsTheSame() throws Exception {
        assertThat(Cli.run("core", snapshot().toString(), "-o", core().toString()))
                .isEqualTo(new Cli(0, "", ""));
        byte[] ofSnapshot = Files.readAllBytes(core());
        DemoProgram program = DemoProgram.load();
        Path elf = Files.write(folder.resolve(program.name()), program.file());

        try (ImageServer server = program.serve()) {
            Cli cli = Cli.run(
                    "core",
                    "--backend",
                    "127.0.0.1:" + server.port(),
                    "--elf",
                    elf.toString(),
                    "--memory",
                    "auto,e000ed00+40",
                    "-o",
                    core().toString());

            assertThat(cli).isEqualTo(new Cli(0, "", "17 threads of freertos\n"));
        }

        assertThat(Files.readAllBytes(core())).isEqualTo(ofSnapshot);
        assertThat(Files.readAllLines(folder.resolve("a.core.gdb")))
                .hasSize(17)
                .startsWith("thread apply 1 -q thread name busy", "thread apply 2 -q thread name IDLE");
    }

    /** A name is what the target's memory holds: gdb would run what follows a line end. */
    @Test
    void aNameIsNoCommand() throws Exception {
        DemoProgram program = DemoProgram.load();
        Path elf = Files.write(folder.resolve(program.name()), program.file());
        try (ImageServer server = program.serve()) {
            long idle = find(server, "IDLE");
            server.poke(idle, "ID\nshell".getBytes(StandardCharsets.US_ASCII));
            Cli.run(
                    "core",
                    "--backend",
                    "127.0.0.1:" + server.port(),
                    "--elf",
                    elf.toString(),
                    "-o",
                    core().toString());
        }

        assertThat(Files.readAllLines(folder.resolve("a.core.gdb")))
                .hasSize(17)
                .allMatch(line -> line.startsWith("thread apply "))
                .anyMatch(line -> line.matches("thread apply 2 -q thread name ID.*shell"));
    }

    private static long find(ImageServer server, String name) {
        byte[] ram = server.peek(0x2000_0000L, 22864).orElseThrow();
        int at = new String(ram, StandardCharsets.ISO_8859_1).indexOf(name + "\0");
        return 0x2000_0000L + at;
    }

    @Test
    void usage() throws Exception {
        String see = " (see tcbridge core --help)\n";
        assertThat(Cli.run("core", "-o", core().toString()))
                .isEqualTo(new Cli(
                        2,
                        "",
                        "tcbridge core: expected FILE, a snapshot, or the GDB server: --backend HOST:PORT or --spawn"
                                + " COMMAND"
                                + see));
        assertThat(Cli.run("core", "x", "--spawn", "server {port}", "-o", core().toString()))
                .isEqualTo(Cli.run("core", "-o", core().toString()));
        assertThat(Cli.run("core", "x", "-o", core().toString()))
                .isEqualTo(new Cli(1, "", "tcbridge core: core of x: x: no such file: expected a snapshot\n"));
    }
}
