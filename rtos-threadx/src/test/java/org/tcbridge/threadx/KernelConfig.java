package org.tcbridge.threadx;

import java.nio.ByteOrder;

/**
 * What a kernel in memory is compiled with.
 *
 * @param word size of a pointer in bytes
 * @param number size of a {@code ULONG} in bytes
 * @param cores 1, or more for the kernel for several cores
 * @param extension0 bytes of {@code TX_THREAD_EXTENSION_0}, and so on
 */
record KernelConfig(
        ByteOrder order, int word, int number, int cores, int extension0, int timer, int extension1, int extension2) {
    static final KernelConfig CORTEX_M = arm(0);
    static final KernelConfig CORTEX_A = arm(4);
    static final KernelConfig CORTEX_A_SMP = new KernelConfig(ByteOrder.LITTLE_ENDIAN, 4, 4, 2, 0, 0, 0, 4);
    static final KernelConfig ARM_BIG = new KernelConfig(ByteOrder.BIG_ENDIAN, 4, 4, 1, 0, 0, 0, 0);
    static final KernelConfig AARCH64 = new KernelConfig(ByteOrder.LITTLE_ENDIAN, 8, 4, 1, 0, 8, 0, 4);
    static final KernelConfig AARCH64_SMP = new KernelConfig(ByteOrder.LITTLE_ENDIAN, 8, 4, 4, 0, 8, 0, 4);
    static final KernelConfig RISCV64 = new KernelConfig(ByteOrder.LITTLE_ENDIAN, 8, 8, 1, 0, 0, 0, 0);

    private static KernelConfig arm(int extension2) {
        return new KernelConfig(ByteOrder.LITTLE_ENDIAN, 4, 4, 1, 0, 0, 0, extension2);
    }

    KernelConfig extended(int zero, int timerBytes, int one) {
        return new KernelConfig(order, word, number, cores, zero, timer + timerBytes, one, extension2);
    }
}
