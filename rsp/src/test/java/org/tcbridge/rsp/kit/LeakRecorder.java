package org.tcbridge.rsp.kit;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Netty's leak detector, which also remembers what it found. The build names it in {@code io.netty.customResourceLeakDetector};
 * a test class that touches buffers has {@code @ExtendWith(LeakRecorder.Check.class)}.
 *
 * @param <T> what is watched
 */
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {

    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    /** Called by Netty. */
    public LeakRecorder(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    /** The old form of the constructor, which Netty looks for too. */
    public LeakRecorder(Class<?> type, int samplingInterval, long maxActive) {
        this(type, samplingInterval);
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType);
    }

    /** The leaks found since the last call. */
    static List<String> found() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // A tracked allocation has the detector look at what the collector found.
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        List<String> leaks = List.copyOf(LEAKS);
        LEAKS.clear();
        return leaks;
    }

    /** Fails a test class after which a buffer was found leaked. */
    public static final class Check implements AfterAllCallback {
        @Override
        public void afterAll(ExtensionContext context) {
            if (System.getenv("JAZZER_FUZZ") != null) {
                return; // the build then leaves the detector out, which would take most of the time
            }
            if (getLevel() != Level.PARANOID) {
                throw new AssertionError("io.netty.leakDetection.level is " + getLevel() + ", not PARANOID");
            }
            List<String> leaks = found();
            if (!leaks.isEmpty()) {
                throw new AssertionError(leaks.size() + " buffers leaked, the first: " + leaks.getFirst());
            }
        }
    }
}
