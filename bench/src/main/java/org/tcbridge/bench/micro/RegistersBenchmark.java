package org.tcbridge.bench.micro;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.register.RegisterSet;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.BoundStacking;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.freertos.FreeRtos;

/** A parked task's frame on its stack to the reply to {@code g}: FreeRTOS on Cortex-M3. */
@State(Scope.Thread)
public class RegistersBenchmark {
    /** gdb's set for a Cortex-M without a description: r0 to r12, sp, lr, pc, the FPA registers, xpsr. */
    private static final int G_BYTES = 168;

    private static final DataModel DATA = new DataModel(ByteOrder.LITTLE_ENDIAN, Integer.BYTES);

    private final Image image = Kernels.freeRtos(2);
    private final RegisterSet registers = new ArmM().defaultRegisters(G_BYTES).orElseThrow();
    private final Task task = parked();
    private final BoundStacking stacking;

    /** Reads the stacking files. */
    public RegistersBenchmark() {
        try {
            stacking = StackingCatalog.load(List.of(new FreeRtos()), List.of(new ArmM()), List.of()).all().stream()
                    .filter(model -> model.header().id().equals("freertos-arm-cm3"))
                    .findFirst()
                    .orElseThrow()
                    .bind(new ArmM(), image, image, DATA);
        } catch (IOException | StackingFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private Task parked() {
        Snapshot snapshot = new FreeRtos()
                .attach(image, Optional.of(ByteOrder.LITTLE_ENDIAN), Integer.BYTES)
                .snapshot(image);
        if (!(snapshot instanceof Snapshot.Tasks found)) {
            throw new IllegalStateException(snapshot.toString());
        }
        return found.tasks().stream()
                .filter(candidate -> candidate.core().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** One reply. */
    @Benchmark
    public String registers() throws FrameException {
        SavedContext context = stacking.context(task, image);
        StringBuilder g = new StringBuilder();
        for (Register register : registers.all()) {
            g.append(context.read(register).map(HexFormat.of()::formatHex).orElse("xx".repeat(register.bytes())));
        }
        return g.toString();
    }
}
