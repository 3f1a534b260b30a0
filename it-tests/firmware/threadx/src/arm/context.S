/*
 * The context switches of ARM9 and Cortex-A. Threads run in SVC mode, handlers in IRQ mode. The saved contexts, low address
 * first, from tx_thread_stack_ptr; what is in brackets only if the thread's tx_thread_vfp_enable is not 0:
 *   1, CPSR, [d0-d31, FPSCR], r0-r12, lr, pc   of a thread that an interrupt took the processor from
 *   0, CPSR, [d8-d31, FPSCR], r4-r11, lr       of a thread that gave it up in a call: it goes on at lr
 * While no thread is ready, the scheduler loops in SVC mode with SP where the last thread left it.
 */
    .file   "context.S"
    .cfi_sections .debug_frame
    .syntax unified
    .arm
#ifdef __ARM_FP
    .fpu    neon
    .equ    VFP_ENABLE, 144 /* tx_thread_vfp_enable */
#endif
    .equ    RUN_COUNT, 4
    .equ    STACK_PTR, 8
    .equ    IRQ_FRAME, 64 /* SPSR, a word, r0-r12, pc */

    .text
    .global __tx_irq_handler
    .type   __tx_irq_handler, %function
__tx_irq_handler:
    .cfi_startproc
    .cfi_undefined lr
    sub     lr, lr, #4
    push    {r0-r12, lr}
    mrs     r0, spsr
    push    {r0, r1}
    ldr     r1, =_tx_thread_system_state
    ldr     r2, [r1]
    add     r2, r2, #1
    str     r2, [r1]
    bl      board_interrupt
    ldr     r1, =_tx_thread_system_state
    ldr     r2, [r1]
    sub     r2, r2, #1
    str     r2, [r1]

    ldr     r0, =_tx_thread_current_ptr
    ldr     r1, [r0]
    cmp     r1, #0
    beq     nobody
    ldr     r2, =_tx_thread_execute_ptr
    ldr     r2, [r2]
    ldr     r3, =_tx_thread_preempt_disable
    ldr     r3, [r3]
    cmp     r1, r2
    cmpne   r3, #0
    beq     preempt
    pop     {r0, r1}
    msr     spsr_cxsf, r0
    ldmia   sp!, {r0-r12, pc}^

nobody:
    add     sp, sp, #IRQ_FRAME
    msr     cpsr_c, #0xd3
    b       _tx_thread_schedule

preempt:
    mov     r12, sp
    add     sp, sp, #IRQ_FRAME
    msr     cpsr_c, #0xd3
    ldr     r3, [r12, #60] /* pc */
    push    {r3}
    push    {lr}
    ldr     r3, [r12, #56] /* r12 */
    push    {r3}
    add     lr, r12, #8
    ldmia   lr, {r0-r11}
    push    {r0-r11}
    ldr     r0, =_tx_thread_current_ptr
    ldr     r1, [r0]
#ifdef __ARM_FP
    ldr     r2, [r1, #VFP_ENABLE]
    cmp     r2, #0
    beq     1f
    vmrs    r2, fpscr
    push    {r2}
    vpush   {d16-d31}
    vpush   {d0-d15}
1:
#endif
    ldr     r3, [r12] /* SPSR */
    mov     r2, #1
    push    {r2, r3}
    b       leave
    .cfi_endproc
    .size   __tx_irq_handler, . - __tx_irq_handler

/* Called with interrupts masked; returns with interrupts on. */
    .global _tx_thread_system_return
    .type   _tx_thread_system_return, %function
_tx_thread_system_return:
    .cfi_startproc
    push    {r4-r11, lr}
    .cfi_def_cfa_offset 36
    .cfi_offset lr, -4
    ldr     r0, =_tx_thread_current_ptr
    ldr     r1, [r0]
#ifdef __ARM_FP
    ldr     r2, [r1, #VFP_ENABLE]
    cmp     r2, #0
    beq     1f
    vmrs    r2, fpscr
    push    {r2}
    vpush   {d16-d31}
    vpush   {d8-d15}
1:
#endif
    mrs     r3, cpsr
    bic     r3, r3, #0x80
    mov     r2, #0
    push    {r2, r3}
leave: /* r0: address of _tx_thread_current_ptr, r1: its value */
    mov     r2, #0
    str     r2, [r0]
    str     sp, [r1, #STACK_PTR]
    .cfi_endproc
    .size   _tx_thread_system_return, . - _tx_thread_system_return

    .global _tx_thread_schedule
    .type   _tx_thread_schedule, %function
_tx_thread_schedule:
    .cfi_startproc
    .cfi_undefined lr
    ldr     r3, =_tx_thread_execute_ptr
    msr     cpsr_c, #0x13
    .global __tx_thread_schedule_loop
__tx_thread_schedule_loop:
    ldr     r1, [r3]
    cmp     r1, #0
    bne     resume
idle:
    b       __tx_thread_schedule_loop
resume: /* an interrupt until here would have begun the scheduler anew */
    msr     cpsr_c, #0x93
    ldr     r0, =_tx_thread_current_ptr
    str     r1, [r0]
    ldr     r2, [r1, #RUN_COUNT]
    add     r2, r2, #1
    str     r2, [r1, #RUN_COUNT]
    ldr     sp, [r1, #STACK_PTR]
    pop     {r0, r2} /* form, CPSR */
    cmp     r0, #0
    beq     solicited
    msr     spsr_cxsf, r2
#ifdef __ARM_FP
    ldr     r0, [r1, #VFP_ENABLE]
    cmp     r0, #0
    beq     1f
    vpop    {d0-d15}
    vpop    {d16-d31}
    pop     {r0}
    vmsr    fpscr, r0
1:
#endif
    ldmia   sp!, {r0-r12, lr, pc}^
solicited:
#ifdef __ARM_FP
    ldr     r0, [r1, #VFP_ENABLE]
    cmp     r0, #0
    beq     1f
    vpop    {d8-d15}
    vpop    {d16-d31}
    pop     {r0}
    vmsr    fpscr, r0
1:
#endif
    pop     {r4-r11, lr}
    msr     cpsr_cxsf, r2
    bx      lr
    .cfi_endproc
    .size   _tx_thread_schedule, . - _tx_thread_schedule
    .ltorg

    .section .rodata.port_idle_pc, "a"
    .global port_idle_pc
    .type   port_idle_pc, %object
    .balign 4
port_idle_pc:
    .word   idle
    .size   port_idle_pc, 4
