package org.tcbridge.proxy;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks for bytes again and again for some microseconds before its thread goes to sleep: gdb and a local GDB server answer
 * sooner than a thread falls asleep and is woken. Where that turns out to be in vain it sleeps at once, and tries again now and
 * then, so that a slow server and an idle session cost next to nothing. Event loop.
 */
final class ShortWaits implements IoHandler {
    /** So long it looks, in ns. A round trip of two local processes takes 15 to 60 µs. */
    static final long LOOK_NS = 50_000;

    /** What looks may cost that are in vain; each of the others earns 1 of it back. */
    static final int CREDIT = 32;

    /** What a look in vain costs. */
    private static final int IN_VAIN = 2;

    /** So many times it sleeps at once before it tries again. */
    static final int SLEEPS = 256;

    private final IoHandler handler;
    private final LongSupplier nanoTime;
    private @Nullable Awake awake;
    private int credit = CREDIT;
    private int sleeps;

    /** Only then does a new task have to wake the thread: its own virtual threads give it many, and a wake-up is a system call. */
    private volatile boolean asleep;

    ShortWaits(IoHandler handler, LongSupplier nanoTime) {
        this.handler = handler;
        this.nanoTime = nanoTime;
    }

    /** Makes handlers that look before they sleep as those of {@code factory} do. */
    static IoHandlerFactory before(IoHandlerFactory factory) {
        return executor -> new ShortWaits(factory.newHandler(executor), System::nanoTime);
    }

    @Override
    public int run(IoHandlerContext context) {
        int handled = context.canBlock() ? look(context) : 0;
        if (handled > 0) {
            return handled;
        }
        // before the handler looks for the last time whether there is a task: who adds one after that sees this
        asleep = true;
        handled = handler.run(context);
        asleep = false;
        return handled;
    }

    /** Returns how much there was to handle; 0 when the thread has to do something else, or to sleep. */
    private int look(IoHandlerContext context) {
        if (credit == 0 && ++sleeps <= SLEEPS) {
            return 0;
        }
        sleeps = 0;
        Awake looking = awake;
        if (looking == null || !looking.context.equals(context)) {
            looking = new Awake(context);
            awake = looking;
        }
        long start = nanoTime.getAsLong();
        do {
            int handled = handler.run(looking);
            if (handled > 0) {
                credit = Math.min(CREDIT, credit + 1);
                return handled;
            }
            if (!context.canBlock()) {
                return 0;
            }
        } while (nanoTime.getAsLong() - start < LOOK_NS);
        credit = Math.max(0, credit - IN_VAIN);
        return 0;
    }

    @Override
    public void initialize() {
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
