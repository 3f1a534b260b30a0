package org.tcbridge.bench.micro;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads as Netty's event loops are: on others its pools do not keep what they hand out. JMH makes one by its property {@code
 * jmh.executor.class}.
 */
public final class NettyThreads extends ThreadPoolExecutor {
    /** As JMH calls it: so many threads, with names that begin so. */
    public NettyThreads(int threads, String prefix) {
        super(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory(prefix, true));
    }
}
