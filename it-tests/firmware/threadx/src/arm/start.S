/* Vectors, which are at address 0, and reset. */
    .file   "start.S"
    .cfi_sections .debug_frame
    .syntax unified
    .arm
#ifdef __ARM_FP
    .fpu    neon
#endif
    .section .vectors, "ax"
    .global vectors
vectors:
    ldr     pc, =Reset_Handler
    b       .
    b       .
    b       .
    b       .
    b       .
    ldr     pc, =__tx_irq_handler
    b       .
    .ltorg

    .text
    .global Reset_Handler
    .type   Reset_Handler, %function
Reset_Handler:
    .cfi_startproc
    .cfi_undefined lr
    msr     cpsr_c, #0xd2 /* IRQ mode */
    ldr     sp, =irq_stack_top
    msr     cpsr_c, #0xd3 /* SVC mode */
    ldr     sp, =stack_top
    ldr     r0, =bss_start
    ldr     r1, =bss_end
    mov     r2, #0
1:  cmp     r0, r1
    strlo   r2, [r0], #4
    blo     1b
#ifdef __ARM_FP
    mov     r0, #0xf00000
    mcr     p15, 0, r0, c1, c0, 2 /* CPACR: full access to VFP and NEON */
    isb
    mov     r0, #0x40000000
    vmsr    fpexc, r0
#endif
    bl      main
    b       .
    .cfi_endproc
    .size   Reset_Handler, . - Reset_Handler
    .ltorg
