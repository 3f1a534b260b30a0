package org.tcbridge.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ProcessTreeTest {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** A shell that has just begun to start others, at both of two levels: one that was missed would stay for ever. */
    @RepeatedTest(4)
    void nothingStaysOfATreeThatGrows() throws Exception {
        String mark = "10000." + ProcessHandle.current().pid();
        String starts = "i=0; while [ $i -lt 100 ]; do i=$((i + 1)); sleep " + mark + " & done; wait";
        ChildCommand child = ChildCommand.start("echo begun; (" + starts + ") & " + starts, lines::add);
        assertThat(lines.take()).isEqualTo("begun");

        child.stop();

        assertThat(running(mark)).isEmpty();
    }

    private static List<ProcessHandle> running(String argument) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info()
                        .arguments()
                        .filter(a -> List.of(a).contains(argument))
                        .isPresent())
                .toList();
    }

    /** The reader of a stream that stays open must not keep the end from being seen. */
    @Test
    void aCommandIsOverThoughWhatItStartedHoldsItsOutput() throws Exception {
        ChildCommand.start("sleep 1000 & echo $!; exit 3", lines::add);
        ProcessHandle holder = ProcessHandle.of(Long.parseLong(lines.take())).orElseThrow();
        try {
            assertThat(lines.take()).isEqualTo("(ended with status 3)");
            assertThat(holder.isAlive()).isTrue();
        } finally {
            holder.destroy();
        }
    }

    /** What is told to end may start others in its last moment, and have to be ended by force like them. */
    @Test
    void whatIsStartedByOneThatIsToldToEndIsEndedToo() throws Exception {
        String mark = "20000." + ProcessHandle.current().pid();
        ChildCommand child = ChildCommand.start(
                "trap 'sleep " + mark + " & wait; sleep " + mark + "' TERM; echo begun; sleep " + mark
                        + " & wait; wait",
                lines::add);
        assertThat(lines.take()).isEqualTo("begun");

        child.stop();

        assertThat(running(mark)).isEmpty();
    }
}
