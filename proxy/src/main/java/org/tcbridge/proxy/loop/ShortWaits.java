package org.tcbridge.proxy.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.FastThreadLocal;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for bytes again and again for some microseconds before its thread goes to sleep: gdb and a local GDB server answer
 * sooner than a thread falls asleep and is woken. Where that turns out to be in vain it sleeps at once ({@link Forecast}), so
 * that a slow server and an idle session cost next to nothing. Event loop.
 */
public final class ShortWaits implements IoHandler {
    /** So long it looks, in ns. A round trip of two local processes takes 15 to 60 µs, a reply of 128 KiB a little longer. */
    static final long LOOK_NS = 100_000;

    /** So long, in ns, it looks before others may run: after each look is slower where CPUs are scarce (docs/performance.md). */
    private static final long YIELD_NS = 10_000;

    private static final FastThreadLocal<ShortWaits> OF_THREAD = new FastThreadLocal<>();

    private final IoHandler handler;
    private final LongSupplier nanoTime;
    private final Forecast forecast = new Forecast();
    private @Nullable Awake awake;

    /** Until then it looks in any case, in ns. */
    private long until;

    /** Only then does a new task have to wake the thread: its own virtual threads give it many, and a wake-up is a system call. */
    private volatile boolean asleep;

    ShortWaits(IoHandler handler, LongSupplier nanoTime) {
        this.handler = handler;
        this.nanoTime = nanoTime;
        this.until = nanoTime.getAsLong();
    }

    /**
     * Event loop: what comes next is worth looking for so long, in ns; 0 when it has come. Does nothing on event loops that do
     * not look.
     */
    public static void lookFor(long nanos) {
        ShortWaits waits = OF_THREAD.get();
        if (waits != null) {
            waits.until = waits.nanoTime.getAsLong() + nanos;
        }
    }

    /** Makes handlers that look before they sleep as those of {@code factory} do. */
    public static IoHandlerFactory before(IoHandlerFactory factory) {
        return executor -> new ShortWaits(factory.newHandler(executor), System::nanoTime);
    }

    @Override
    public int run(IoHandlerContext context) {
        if (!context.canBlock()) {
            return sleep(context);
        }
        long start = nanoTime.getAsLong();
        boolean soon = forecast.soon();
        long patience = Math.max(soon ? LOOK_NS : 0, until - start);
        int handled = patience > 0 ? look(context, start, patience) : 0;
        if (soon && (handled > 0 || context.canBlock())) {
            forecast.looked(handled > 0 && nanoTime.getAsLong() - start < LOOK_NS);
        }
        if (handled == 0) {
            handled = sleep(context);
        }
        if (handled > 0) {
            // of what it slept for, falling asleep and waking up was a part
            forecast.waited(nanoTime.getAsLong() - start < 2 * LOOK_NS);
        }
        return handled;
    }

    /** Where there is a task it does not sleep, but handles what there is. */
    private int sleep(IoHandlerContext context) {
        // before the handler looks for the last time whether there is a task: who adds one after that sees this
        asleep = true;
        int handled = handler.run(context);
        asleep = false;
        return handled;
    }

    /** Returns how much there was to handle; 0 when the thread has to do something else, or to sleep. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it: it is slower without
    private int look(IoHandlerContext context, long start, long patience) {
        Awake looking = awake;
        if (looking == null || !looking.context.equals(context)) {
            looking = new Awake(context);
            awake = looking;
        }
        long now = start;
        long yielded = start;
        do {
            int handled = handler.run(looking);
            if (handled > 0 || !context.canBlock()) {
                return handled;
            }
            now = nanoTime.getAsLong();
            if (patience > LOOK_NS && now - yielded >= YIELD_NS) {
                yielded = now;
                Thread.yield(); // the server may wait for this CPU
            }
        } while (now - start < patience);
        return 0;
    }

    @Override
    public void initialize() {
        OF_THREAD.set(this);
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        // the task was put in its queue by a plain write, which may not be seen yet
        VarHandle.fullFence();
        if (asleep) {
            handler.wakeup();
        }
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return handler.isCompatible(type);
    }

    /** The same context, but for that the thread must not sleep. */
    private record Awake(IoHandlerContext context) implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return context.delayNanos(now);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            context.reportActiveIoTime(nanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context.shouldReportActiveIoTime();
        }
    }
}
