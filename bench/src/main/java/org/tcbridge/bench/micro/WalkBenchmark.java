package org.tcbridge.bench.micro;

import java.nio.ByteOrder;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.rtos.RtosView;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.freertos.FreeRtos;
import org.tcbridge.threadx.ThreadX;

/** A thread list with the kernel's layout known: from memory at hand to tasks. */
@State(Scope.Thread)
public class WalkBenchmark {
    /** Which kernel. */
    @Param({"FreeRTOS", "ThreadX"})
    public String rtos = "FreeRTOS";

    /** How many tasks it has. */
    @Param({"10", "100", "1000"})
    public int tasks;

    private Image image = new Image(0);
    private RtosView view = new FreeRtos().attach(image, Optional.empty(), Integer.BYTES);

    /** The first list learns the layout. */
    @Setup
    public void learn() {
        boolean threadX = rtos.equals("ThreadX");
        image = threadX ? Kernels.threadX(tasks) : Kernels.freeRtos(tasks);
        Rtos kernel = threadX ? new ThreadX() : new FreeRtos();
        view = kernel.attach(image, Optional.of(ByteOrder.LITTLE_ENDIAN), Integer.BYTES);
        Snapshot snapshot = view.snapshot(image);
        if (!(snapshot instanceof Snapshot.Tasks found) || found.tasks().size() != tasks) {
            throw new IllegalStateException("%s with %d tasks: %s".formatted(rtos, tasks, snapshot));
        }
    }

    /** One list. */
    @Benchmark
    public Snapshot list() {
        return view.snapshot(image);
    }
}
