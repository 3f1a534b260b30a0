package org.tcbridge.cli.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;

final class BoardTest {
    private static final HostPort SERVER = new HostPort("board", 3333);

    @TempDir
    Path folder = Path.of("");

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Board board(String before, String after, long seconds) {
        return new Board(
                Backend.at(SERVER), Optional.of(before), Optional.of(after), Duration.ofSeconds(seconds), lines::add);
    }

    @Test
    void onBeforeTheFirstClientOffAfterTheLast() throws IOException {
        Path power = folder.resolve("power");
        Board board = board("echo on >>" + power, "echo off >>" + power, 30);

        assertThat(board.open()).isEqualTo(SERVER);
        assertThat(board.open()).isEqualTo(SERVER);
        assertThat(power).hasContent("on");
        board.close();
        board.close();
        assertThat(power).hasContent("on\noff");
        board.open();
        assertThat(power).hasContent("on\noff\non");
    }

    @Test
    void aCommandThatFails() {
        Path power = folder.resolve("power");
        Board board = board("echo no such relay; exit 4", "echo off >" + power, 30);

        assertThatThrownBy(board::open)
                .isInstanceOf(IOException.class)
                .hasMessage("the command before the first client, 'echo no such relay; exit 4' ended with status 4:"
                        + " no such relay");
        board.close();
        assertThat(power).as("what was never on is not turned off").doesNotExist();
    }

    @Test
    void aCommandThatTakesTooLong() {
        Board board = board("sleep 1000", "true", 0);

        assertThatThrownBy(board::open)
                .isInstanceOf(IOException.class)
                .hasMessage("the command before the first client, 'sleep 1000', did not end within 0 s"
                        + " (it printed nothing)");
    }

    @Test
    void anEndMeanwhile() throws Exception {
        Board board = board("echo begun; sleep 1000", "true", 2000);
        CountDownLatch refused = new CountDownLatch(1);
        FutureTask<String> client = new FutureTask<>(() -> {
            try {
                return board.open().toString();
            } catch (IOException e) {
                refused.countDown();
                return String.valueOf(e.getMessage());
            }
        });
        Thread.ofVirtual().start(client);
        assertThat(lines.take()).isEqualTo("begun");

        board.close();

        refused.await();
        assertThat(client.get()).contains("ended with status 143");
    }
}
