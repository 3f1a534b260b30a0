package org.tcbridge.core.rtos;

/**
 * One thing learnt of the kernel's layout.
 *
 * @param what such as {@code TCB_t.uxPriority}
 * @param value such as {@code offset 44}
 * @param source where it was learnt, such as {@code calibrated on 0x20000958}
 */
public record LayoutFact(String what, String value, String source) {}
