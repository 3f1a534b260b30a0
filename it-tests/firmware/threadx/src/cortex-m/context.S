/*
 * The context switch of a Cortex-M4F. The saved context, low address first, from tx_thread_stack_ptr:
 *   EXC_RETURN, [s16-s31], r4-r11, then what the hardware stacked
 * s16-s31 are there when bit 4 of EXC_RETURN is 0. While no thread is ready the processor waits in this handler.
 */
    .file   "context.S"
    .cfi_sections .debug_frame
    .syntax unified
    .thumb
    .fpu fpv4-sp-d16

    .text
    .global PendSV_Handler
    .type   PendSV_Handler, %function
    .thumb_func
PendSV_Handler:
    .cfi_startproc
    cpsid   i
    ldr     r0, =_tx_thread_current_ptr
    ldr     r1, [r0]
    cbz     r1, wait /* the first thread: nothing to save */
    movs    r2, #0
    str     r2, [r0]
    mrs     r12, psp
    stmdb   r12!, {r4-r11}
    tst     lr, #16
    it      eq
    vstmdbeq r12!, {s16-s31}
    str     lr, [r12, #-4]!
    str     r12, [r1, #8]
wait:
    ldr     r3, =_tx_thread_execute_ptr
    /* From here on r4 to lr are nobody's. */
    .cfi_undefined lr
    .global __tx_ts_wait
__tx_ts_wait:
    cpsid   i
    ldr     r1, [r3]
    cbnz    r1, resume
idle:
    cpsie   i
    isb
    b       __tx_ts_wait
resume:
    str     r1, [r0]
    ldr     r2, [r1, #4]
    adds    r2, #1
    str     r2, [r1, #4]
    ldr     r12, [r1, #8]
    ldr     lr, [r12], #4
    tst     lr, #16
    it      eq
    vldmiaeq r12!, {s16-s31}
    ldmia   r12!, {r4-r11}
    msr     psp, r12
    isb
    cpsie   i
    bx      lr
    .cfi_endproc
    .size   PendSV_Handler, . - PendSV_Handler
    .ltorg

    .section .rodata.port_idle_pc, "a"
    .global port_idle_pc
    .type   port_idle_pc, %object
    .balign 4
port_idle_pc:
    .word   idle
    .size   port_idle_pc, 4
