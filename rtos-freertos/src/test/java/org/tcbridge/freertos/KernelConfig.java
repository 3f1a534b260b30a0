package org.tcbridge.freertos;

import java.nio.ByteOrder;
import java.util.Random;

/** What a test kernel is compiled with; the defaults are those of a plain V10 kernel on a 32-bit little-endian core. */
final class KernelConfig {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int word = 4;
    int tick = 4;
    boolean integrity;
    boolean mini = true;
    int mpu;
    int cores = 1;
    boolean affinity;
    int name = 16;
    int stack = 256;
    boolean stackEnd;
    boolean nesting;
    boolean trace = true;
    boolean mutexes = true;
    boolean mutexCount = true;
    boolean tag;
    int tls;
    int runTime;
    int notifications = 1;
    boolean notifyEnum;
    boolean statics;
    boolean abort;
    boolean errno;
    int priorities = 8;
    boolean heap = true;
    boolean garbage;
    boolean lto;
    boolean gcSections;
    boolean topUsed;
    boolean sizes;

    /** Any configuration a kernel can have. */
    static KernelConfig random(Random random) {
        KernelConfig c = new KernelConfig();
        c.order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        c.word = random.nextInt(3) == 0 ? 8 : 4;
        c.tick = pick(random, c.word, c.word, 2, 4, 8);
        c.integrity = random.nextInt(3) == 0;
        c.mini = random.nextInt(3) != 0;
        c.mpu = c.word == 4 && random.nextInt(4) == 0 ? pick(random, 32, 36, 688) : 0;
        c.cores = random.nextInt(4) == 0 ? pick(random, 2, 3, 4) : 1;
        c.affinity = c.cores > 1 && c.mpu == 0 && random.nextBoolean();
        c.name = pick(random, 4, 8, 10, 12, 16, 16, 20, 24, 32, 64);
        c.stackEnd = random.nextBoolean();
        c.nesting = random.nextInt(4) == 0;
        c.trace = random.nextBoolean();
        c.mutexes = random.nextBoolean();
        c.tag = random.nextInt(4) == 0;
        c.tls = random.nextInt(4) == 0 ? pick(random, 1, 2, 5) : 0;
        c.runTime = pick(random, 0, 0, 4, 8);
        c.notifications = pick(random, 1, 1, 1, 2, 3, 4);
        c.statics = random.nextBoolean();
        c.abort = random.nextBoolean();
        c.errno = random.nextInt(8) == 0;
        c.priorities = pick(random, 1, 2, 5, 7, 8, 16, 32, 56, 64, 256);
        c.garbage = random.nextBoolean();
        c.topUsed = random.nextBoolean();
        c.sizes = random.nextInt(3) == 0;
        c.lto = random.nextInt(4) == 0;
        c.heap = random.nextInt(4) != 0;
        c.gcSections = random.nextInt(3) == 0;
        return c;
    }

    private static int pick(Random random, int... values) {
        return values[random.nextInt(values.length)];
    }

    @Override
    public String toString() {
        return order + " word " + word + " tick " + tick + (integrity ? " integrity" : "") + (mini ? "" : " full-end")
                + " mpu " + mpu + " cores " + cores + (affinity ? " affinity" : "") + " name " + name
                + (stackEnd ? " stack-end" : "") + (nesting ? " nesting" : "") + (trace ? " trace" : "")
                + (mutexes ? " mutexes" : "") + (tag ? " tag" : "") + " tls " + tls + " run-time " + runTime
                + " notifications " + notifications + (notifyEnum ? " enum" : "") + (statics ? " static" : "")
                + (abort ? " abort" : "") + (errno ? " errno" : "") + " priorities " + priorities
                + (heap ? " heap" : " no-heap") + (garbage ? " garbage" : "") + (lto ? " lto" : "")
                + (gcSections ? " gc-sections" : "")
                + (topUsed ? " top-used" : "") + (sizes ? " sizes" : "");
    }
}
