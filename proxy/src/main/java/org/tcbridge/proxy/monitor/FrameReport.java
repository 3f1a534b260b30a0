package org.tcbridge.proxy.monitor;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.register.Register;
import org.tcbridge.core.rtos.Task;
import org.tcbridge.core.stacking.FrameException;
import org.tcbridge.core.stacking.Place;
import org.tcbridge.core.stacking.SavedContext;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskModel;

/** {@code frames N}: a parked task's saved frame, and where in it each register is. */
final class FrameReport {
    private final Debuggee debuggee;

    FrameReport(Debuggee debuggee) {
        this.debuggee = debuggee;
    }

    /** @param number the thread as {@code threads} shows it, {@code 3} or {@code 1.3} */
    List<String> lines(String number) {
        Optional<String> noTasks = NoTasks.reason(debuggee);
        if (noTasks.isPresent()) {
            return List.of("no tasks: " + noTasks.get());
        }
        List<DebugThread> threads = debuggee.threads();
        Optional<DebugThread> thread =
                threads.stream().filter(t -> is(t, number)).findFirst();
        return switch (thread.orElse(null)) {
            case DebugThread.ParkedTask parked ->
                frame(number, parked.task(), debuggee.tasks().orElseThrow());
            case DebugThread.RunningTask running ->
                List.of("thread " + number + ", task " + running.task().name() + ", runs: its registers are in CPU "
                        + running.cpu());
            case DebugThread.InterruptedTask interrupted ->
                List.of("thread " + number + ", task " + interrupted.task().name() + ", is interrupted by "
                        + interrupted.exception() + ": its registers are where CPU " + interrupted.cpu()
                        + " pushed them");
            case DebugThread.Handler handler ->
                List.of("thread " + number + ", " + handler.exception() + ", runs: its registers are in CPU "
                        + handler.cpu());
            case DebugThread.Cpu cpu -> List.of("thread " + number + " is CPU " + cpu.cpu() + ", which runs no task");
            case null ->
                List.of("no thread '" + number + "': expected one of "
                        + threads.stream()
                                .map(debuggee::id)
                                .map(ThreadsReport::text)
                                .collect(Collectors.joining(", ")));
        };
    }

    private boolean is(DebugThread thread, String number) {
        return number.equals(Long.toString(thread.number())) || number.equals(ThreadsReport.text(debuggee.id(thread)));
    }

    private List<String> frame(String number, Task task, TaskModel model) {
        SavedContext context;
        try {
            context = model.context(task);
        } catch (FrameException e) {
            return List.of("thread " + number + ", task " + task.name() + ": " + e.getMessage());
        }
        List<String> lines = new ArrayList<>();
        lines.add("thread %s, task %s: %s, frame of %d bytes at 0x%x"
                .formatted(number, task.name(), context.model().header().id(), context.size(), task.stackPointer()));
        lines.add("it goes on at pc 0x%x with sp 0x%x".formatted(context.pc(), context.sp()));
        ByteOrder order = model.model().map(DataModel::order).orElse(ByteOrder.LITTLE_ENDIAN);
        TextTable table = new TextTable();
        List<String> unavailable = new ArrayList<>();
        for (Register register : debuggee.registers().orElseThrow().all()) {
            Place place = context.place(register.name());
            Optional<byte[]> value = context.read(register);
            if (value.isPresent()) {
                table.row(register.name(), number(value.get(), order), text(place));
            } else {
                unavailable.add(register.name());
            }
        }
        lines.addAll(table.lines());
        if (!unavailable.isEmpty()) {
            lines.add("unavailable: " + String.join(" ", unavailable));
        }
        return lines;
    }

    /** Bytes in the target's order as a number, however long. */
    private static String number(byte[] bytes, ByteOrder order) {
        byte[] digits = bytes.clone();
        if (order == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < bytes.length; i++) {
                digits[i] = bytes[bytes.length - 1 - i];
            }
        }
        return "0x" + HexFormat.of().formatHex(digits);
    }

    private static String text(Place place) {
        return switch (place) {
            case Place.Saved(long address, int bytes) -> "at 0x%x".formatted(address);
            case Place.Alias(Place.Saved(long address, int bytes), long mask) ->
                "at 0x%x, bits 0x%x".formatted(address, bytes < Long.BYTES ? mask & ((1L << (8 * bytes)) - 1) : mask);
            case Place.Joined(List<Place> parts) ->
                parts.stream().map(FrameReport::text).collect(Collectors.joining(", "));
            case Place.Constant ignored -> "constant";
            case Place.Computed ignored -> "computed";
            case Place.Unavailable(String reason) -> "unavailable";
        };
    }
}
