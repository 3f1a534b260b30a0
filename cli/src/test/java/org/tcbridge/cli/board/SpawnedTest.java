package org.tcbridge.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tcbridge.proxy.HostPort;

final class SpawnedTest {
    private static final HostPort FREE = new HostPort("127.0.0.1", 0);

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Spawned spawned(String command, HostPort address, long seconds) {
        return new Spawned(command, address, Duration.ofSeconds(seconds), lines::add);
    }

    @Test
    void thePortIsInTheCommandAndInTheAddress() throws Exception {
        Spawned server = spawned("echo at {port} {port}; sleep 1000", FREE, 30);

        HostPort at = server.open();

        assertThat(at.host()).isEqualTo("127.0.0.1");
        assertThat(at.port()).isPositive();
        assertThat(lines.take()).isEqualTo("at " + at.port() + " " + at.port());
        assertThat(server.refused("Connection refused")).as("it may still come").isEmpty();
        assertThat(server.open()).as("the next client's").isEqualTo(at);
        server.close();
    }

    @Test
    void aServerThatEndsIsNamedWithItsStatusAndLastLines() throws Exception {
        Spawned server =
                spawned("for i in 1 2 3 4 5 6; do echo line $i; done; echo no such board >&2; exit 3", FREE, 30);

        server.open();
        for (int i = 0; i < 7; i++) {
            lines.take();
        }
        assertThat(lines.take()).isEqualTo("(ended with status 3)");

        String command = "for i in 1 2 3 4 5 6; do echo line $i; done; echo no such board >&2; exit 3";
        assertThat(eventually(server))
                .isEqualTo("the GDB server '" + command
                        + "' ended with status 3: line 3 | line 4 | line 5 | line 6 | no such board");
    }

    /** The line of the console comes just before the fact. */
    private static String eventually(Spawned server) {
        Optional<String> reason = server.refused("Connection refused");
        while (reason.isEmpty()) {
            Thread.onSpinWait();
            reason = server.refused("Connection refused");
        }
        return reason.get();
    }

    @Test
    void aServerThatNeverListens() throws Exception {
        Spawned server = spawned("sleep 1000", new HostPort("127.0.0.1", 7), 0);

        server.open();

        assertThat(server.refused("Connection refused"))
                .contains("the GDB server 'sleep 1000' does not listen on 127.0.0.1:7 within 0 s: Connection refused"
                        + " (it printed nothing)");
        server.close();
    }

    @Test
    void itsWholeTreeEndsAlsoWhatIgnoresBeingTold() throws Exception {
        Spawned server = spawned(
                "sh -c 'trap \"\" TERM; echo child $$; while :; do sleep 1; done' & sleep 1000 & echo other $!; wait",
                FREE,
                30);
        server.open();
        String first = lines.take();
        String second = lines.take();

        server.close();

        assertThat(process(first)).isEmpty();
        assertThat(process(second)).isEmpty();
        assertThat(lines).as("an end that was asked for is no news").isEmpty();
    }

    /** Empty also for one that is dead and that nobody has asked after: it has no command any more. */
    private static Optional<ProcessHandle> process(String line) {
        Matcher id = Pattern.compile("(child|other) (\\d+)").matcher(line);
        assertThat(id.matches()).as(line).isTrue();
        return ProcessHandle.of(Long.parseLong(id.group(2)))
                .filter(p -> p.info().command().isPresent());
    }

    @Test
    void aServerThatHasEndedIsStartedAgainForTheNextClient() throws IOException, InterruptedException {
        Spawned server = spawned("echo up", FREE, 30);
        for (int client = 0; client < 2; client++) {
            server.open();
            assertThat(lines.take()).isEqualTo("up");
            assertThat(lines.take()).isEqualTo("(ended with status 0)");
        }
        server.close();
    }

    @Test
    void theProgramsName() {
        assertThat(Spawned.program(" /opt/q/qemu-system-arm -M x/y")).isEqualTo("qemu-system-arm");
    }
}
