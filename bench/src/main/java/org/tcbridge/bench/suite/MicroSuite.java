package org.tcbridge.bench.suite;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tcbridge.bench.micro.NettyThreads;
import org.tcbridge.bench.micro.PassThroughBenchmark;

/**
 * Parts of the program alone, in a JVM of their own: JMH, with the bytes that each operation allocates. A quick run takes those of the
 * pass-through alone.
 */
public final class MicroSuite implements Suite {
    /** The JVM's default for {@code ObjectAlignmentInBytes}. */
    private static final int OBJECT_ALIGNMENT = 8;

    /** The column of the time. */
    public static final String TIME = "µs";

    /** The column of what is allocated. */
    public static final String BYTES = "B allocated";

    /** The reads of {@link PassThroughBenchmark}. */
    public static final List<Integer> READS = List.of(4, 4096);

    /** The item of what a session allocates for a read that passes through, beside what any relay on Netty does. */
    public static String session(int bytes) {
        return "passthrough, the session's part " + bytes;
    }

    /** The profiler's name for it (JMH, GCProfiler). */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /**
     * Threads as the event loop's, the compiler and the collector of the launcher, and no word about a missing log. With that compiler
     * each object of the code is allocated, compiled or not: the other one saves some, of the bare relay or of the session.
     */
    private static final String[] JVM = {
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx128m",
        "-Dio.netty.leakDetection.level=disabled",
        "-Dslf4j.internal.verbosity=ERROR",
        "-Djmh.executor=CUSTOM",
        "-Djmh.executor.class=" + NettyThreads.class.getName()
    };

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(Kit kit) throws IOException {
        boolean quick = kit.plan().quick();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(quick ? PassThroughBenchmark.class.getName() : "org\\.tcbridge\\.bench\\.micro\\..*")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .jvmArgs(JVM)
                // what is not compiled yet allocates more
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.milliseconds(400))
                .addProfiler(GCProfiler.class)
                .output(kit.log("jmh").toString());
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                add(kit, result);
            }
            for (int bytes : READS) {
                double more = allocated(kit, "passthrough.pass " + bytes) - allocated(kit, "passthrough.bare " + bytes);
                if (more < 0) {
                    throw new IOException(
                            "a bare relay allocates more for %d bytes than a session: %s B".formatted(bytes, -more));
                }
                kit.results().add(name(), session(bytes), BYTES, "B", more);
            }
        } catch (RunnerException e) {
            throw new IOException("JMH: " + e.getMessage() + "; see " + kit.log("jmh"), e);
        }
        Progress.say("micro: done");
    }

    private double allocated(Kit kit, String item) throws IOException {
        return kit.results()
                .find(name(), item, BYTES)
                .orElseThrow(() -> new IOException("JMH did not measure " + item))
                .series()
                .median();
    }

    private void add(Kit kit, RunResult result) {
        String item = item(result);
        kit.results().add(name(), item, TIME, TIME, result.getPrimaryResult().getScore());
        Result<?> allocated =
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED);
        // objects are multiples of 8 bytes: what is left of that is the profiler's own, more of it the slower the
        // machine is
        kit.results()
                .add(name(), item, BYTES, "B", OBJECT_ALIGNMENT * Math.rint(allocated.getScore() / OBJECT_ALIGNMENT));
    }

    /** As {@code walk.list FreeRTOS 100}: the class without its ending, the method, the parameters. */
    private static String item(RunResult result) {
        String name = result.getParams().getBenchmark();
        int method = name.lastIndexOf('.');
        String type = name.substring(name.lastIndexOf('.', method - 1) + 1, method);
        StringBuilder item = new StringBuilder(type.replace("Benchmark", "").toLowerCase(Locale.ROOT));
        item.append(name.substring(method));
        result.getParams().getParamsKeys().stream()
                .sorted()
                .forEach(key -> item.append(' ').append(result.getParams().getParam(key)));
        return item.toString();
    }
}
