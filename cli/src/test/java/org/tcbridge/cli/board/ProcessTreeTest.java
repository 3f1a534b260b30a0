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
        ChildCommand child = ChildCommand.start("echo begun; sleep 5 & exit 3", lines::add);

        assertThat(lines.take()).isEqualTo("begun");
        assertThat(lines.take()).isEqualTo("(ended with status 3)");
        child.stop();
        assertThat(child.ending()).isEqualTo("'echo begun; sleep 5 & exit 3' ended with status 3: begun");
    }
}
