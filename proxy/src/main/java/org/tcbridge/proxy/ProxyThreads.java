package org.tcbridge.proxy;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.proxy.loop.ShortWaits;
import org.tcbridge.proxy.session.Worker;

/** What the proxies of one process share: the threads that serve their connections, a few for any number of proxies. */
public final class ProxyThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("tcbridge");

    /** So long the threads may take to end, in ms. */
    private static final int END_MS = 500;

    private final EventLoopGroup loops;

    /**
     * Starts no thread before there is a connection.
     *
     * @param threads the most there will be
     */
    public ProxyThreads(int threads) {
        LOG.debug(
                "event loops carry virtual threads: {}",
                Worker.canBeCarried() ? "yes" : "no, expected --add-opens java.base/java.lang=ALL-UNNAMED");
        loops = new MultiThreadIoEventLoopGroup(threads, ShortWaits.before(NioIoHandler.newFactory()));
    }

    /** The threads: each proxy takes one of them for all of its connections. */
    EventLoopGroup loops() {
        return loops;
    }

    /** Ends the threads; the proxies have been closed before. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, END_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MS);
    }
}
