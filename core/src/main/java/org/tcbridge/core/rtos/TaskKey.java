package org.tcbridge.core.rtos;

/**
 * Identity of a task: its control block's address, and a number that differs when another task comes to live at the
 * same address.
 *
 * @param address address of the task control block
 * @param serial distinguishes tasks that had the same address one after another; its source is the RTOS plug-in's
 */
public record TaskKey(long address, long serial) {}
