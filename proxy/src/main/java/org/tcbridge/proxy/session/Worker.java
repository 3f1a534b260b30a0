package org.tcbridge.proxy.session;

import io.netty.channel.EventLoop;
import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who works on a session's claimed commands, one at a time: a virtual thread for each, which may block.
 *
 * <p>Once what the first list of tasks has to learn is known, work is short and mostly waits for the server. Then the session's
 * event loop itself carries the virtual thread: while that waits the event loop goes on, and no other thread has to be woken for each question, which takes
 * longer than the work. The JDK has a constructor for that and no public name for it (JDK 21 to 25, {@code
 * java.lang.ThreadBuilders.VirtualThreadBuilder(Executor)}), so it takes {@code --add-opens java.base/java.lang=ALL-UNNAMED} or
 * the manifest's {@code Add-Opens}; without, the JDK's own threads carry all of it.
 */
public final class Worker {
    private static final @Nullable Constructor<?> CARRIED = carried();

    private final String name;
    private final Thread.Builder.OfVirtual aside = Thread.ofVirtual();
    private final Thread.Builder.OfVirtual onLoop;
    private @Nullable Thread working;
    private boolean stopped;

    /** A worker with nothing to do. */
    Worker(EventLoop loop, String name) {
        this.name = name;
        this.onLoop = CARRIED == null ? aside : carriedBy(loop, CARRIED);
    }

    /** True when event loops can carry virtual threads here. */
    public static boolean canBeCarried() {
        return CARRIED != null;
    }

    /**
     * Event loop: starts with what is to be done next; nothing is under way.
     *
     * @param shortly true for work that is short but for its waiting, which the event loop carries
     */
    void start(Runnable task, boolean shortly) {
        if (!stopped) {
            working = (shortly ? onLoop : aside).name(name).start(task);
        }
    }

    /** Event loop: interrupts what is under way, and does nothing any more. */
    void stop() {
        stopped = true;
        if (working != null) {
            working.interrupt();
        }
    }

    private static @Nullable Constructor<?> carried() {
        try {
            Constructor<?> constructor = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            return constructor.trySetAccessible() ? constructor : null;
        } catch (ReflectiveOperationException e) {
            return null; // another JDK
        }
    }

    private static Thread.Builder.OfVirtual carriedBy(EventLoop loop, Constructor<?> constructor) {
        try {
            return (Thread.Builder.OfVirtual) constructor.newInstance((Executor) task -> carry(loop, task));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a virtual thread's builder could not be made", e);
        }
    }

    /** An event loop that has ended carries nothing: what is under way comes to its end all the same. */
    private static void carry(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            Thread.ofPlatform().daemon().start(task);
        }
    }
}
