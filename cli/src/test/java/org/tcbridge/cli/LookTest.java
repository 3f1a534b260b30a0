package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.rsp.kit.ScriptedServer;

/** A command in a process of its own that is told to end while it looks. */
final class LookTest {
    @TempDir
    private Path folder = Path.of("");

    private final CountDownLatch halfway = new CountDownLatch(100);
    private volatile long millis = 10;

    /** A target of which any memory reads as 0x00, slowly. */
    private List<String> reply(String command) {
        if (command.startsWith("qSupported")) {
            return List.of("PacketSize=1000");
        }
        if (command.startsWith("m")) {
            halfway.countDown();
            pause();
            return List.of("00".repeat(Integer.parseInt(command.substring(command.indexOf(',') + 1), 16)));
        }
        return switch (command) {
            case "?" -> List.of("S05");
            case "vCont?" -> List.of("vCont;c;C;s;S");
            case "vCont;c" -> List.of();
            case "g" -> List.of("00000000".repeat(17));
            default -> List.of("");
        };
    }

    private void pause() {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String[] snapshot(ScriptedServer server) {
        return new String[] {
            "snapshot",
            "--backend",
            "127.0.0.1:" + server.port(),
            "--halt",
            "--memory",
            "20000000+200000",
            "-o",
            folder.resolve("a.snapshot").toString()
        };
    }

    /** The last that the server hears is that the target runs on; what has been read is read no more. */
    @Test
    void theTargetRunsOnAndTheNextRunGoesOn() throws Exception {
        try (ScriptedServer server = ScriptedServer.replying(this::reply)) {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.tcbridge.cli.Main"));
            line.addAll(List.of(snapshot(server)));
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            assertThat(halfway.await(60, TimeUnit.SECONDS))
                    .as(Files.readString(folder.resolve("output")))
                    .isTrue();

            process.destroy();

            assertThat(process.waitFor()).as("ended by SIGTERM").isEqualTo(128 + 15);
            assertThat(server.commands()).last().isEqualTo("vCont;c");
            millis = 0;
            Cli again = Cli.run(snapshot(server));
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(again.err())
                    .containsPattern("^goes on after [1-9]\\d+ bytes that an interrupted run has read\n");
        }
        assertThat(folder.resolve("a.snapshot")).isRegularFile();
        assertThat(folder.resolve("a.snapshot.part")).doesNotExist();
    }
}
