package org.tcbridge.proxy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Worker worker = new Worker(loop, "worker under test");
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private void wait(CompletableFuture<?> future) {
        try {
            future.get();
            seen.add("answered");
        } catch (InterruptedException e) {
            seen.add("interrupted");
        } catch (ExecutionException e) {
            seen.add("failed");
        }
    }

    @Test
    void thisJvmLetsEventLoopsCarryVirtualThreads() {
        assertThat(Worker.canBeCarried()).isTrue();
    }

    /** What the event loop carries begins when the loop's own task has ended, and while it waits the loop goes on. */
    @Test
    void shortWorkTakesTurnsWithTheEventLoop() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        loop.execute(() -> {
            worker.start(
                    () -> {
                        seen.add("work");
                        loop.execute(() -> {
                            seen.add("loop goes on");
                            answer.complete(null);
                            seen.add("loop has answered");
                        });
                        wait(answer);
                        done.complete(null);
                    },
                    true);
            seen.add("loop");
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(seen).containsExactly("loop", "work", "loop goes on", "loop has answered", "answered");
    }

    /** Long work does not hold up the event loop. */
    @Test
    void longWorkIsNotTheEventLoops() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        loop.execute(() -> worker.start(
                () -> {
                    busy.complete(null);
                    while (seen.isEmpty()) {
                        Thread.onSpinWait();
                    }
                    done.complete(null);
                },
                false));
        busy.orTimeout(10, TimeUnit.SECONDS).join();
        loop.execute(() -> seen.add("loop"));
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isInterruptedAndDoesNothingMore(boolean shortly) {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        loop.execute(() -> worker.start(
                () -> {
                    waiting.complete(null);
                    wait(new CompletableFuture<>());
                    done.complete(null);
                },
                shortly));
        waiting.orTimeout(10, TimeUnit.SECONDS).join();
        loop.execute(() -> {
            worker.stop();
            worker.start(() -> seen.add("started after the end"), shortly);
        });
        done.orTimeout(10, TimeUnit.SECONDS).join();
        loop.submit(() -> {}).syncUninterruptibly();
        assertThat(seen).containsExactly("interrupted");
    }

    @Test
    void whatIsUnderWayWhenTheEventLoopEndsComesToItsEnd() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        loop.execute(() -> worker.start(
                () -> {
                    loop.execute(() -> waiting.complete(null));
                    wait(answer);
                    done.complete(null);
                },
                true));
        waiting.orTimeout(10, TimeUnit.SECONDS).join();
        end();
        answer.complete(null);
        done.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(seen).containsExactly("answered");
    }
}
