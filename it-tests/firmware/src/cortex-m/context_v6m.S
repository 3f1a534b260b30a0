/* The context switch of ARMv6-M. The frame, low address first: r4-r11, then what the hardware stacked (64 bytes). */
    .file   "context_v6m.S"
    .cfi_sections .debug_frame
    .syntax unified
    .thumb

/* r3 = address of pxCurrentTCB; the task's EXC_RETURN is always the same. */
    .macro restore
    ldr     r1, [r3]
    ldr     r1, [r1]
    adds    r1, #16
    ldmia   r1!, {r4-r7}
    mov     r8, r4
    mov     r9, r5
    mov     r10, r6
    mov     r11, r7
    msr     psp, r1
    subs    r1, #32
    ldmia   r1!, {r4-r7}
    movs    r0, #2
    mvns    r0, r0 /* 0xfffffffd: thread mode, process stack */
    .endm

    .text
    .global xPortPendSVHandler
    .type   xPortPendSVHandler, %function
    .thumb_func
xPortPendSVHandler:
    .cfi_startproc
    ldr     r3, =pxCurrentTCB
    mrs     r1, psp
    subs    r1, #32
    ldr     r2, [r3]
    str     r1, [r2]
    stmia   r1!, {r4-r7}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    stmia   r1!, {r4-r7}
    push    {r3, lr}
    .cfi_def_cfa_offset 8
    .cfi_offset lr, -4
    cpsid   i
    bl      vTaskSwitchContext
    cpsie   i
    pop     {r3}
    add     sp, #4
    .cfi_restore lr
    .cfi_def_cfa_offset 0
    restore
    bx      r0
    .cfi_endproc
    .size   xPortPendSVHandler, . - xPortPendSVHandler

/* The first task: nothing to save. No interrupt comes in before it runs, since all have this priority. */
    .global vPortSVCHandler
    .type   vPortSVCHandler, %function
    .thumb_func
vPortSVCHandler:
    .cfi_startproc
    ldr     r3, =pxCurrentTCB
    restore
    ldr     r1, =0xe000e010 /* SYST_CSR */
    movs    r2, #7          /* core clock, interrupt, on */
    str     r2, [r1]
    bx      r0
    .cfi_endproc
    .size   vPortSVCHandler, . - vPortSVCHandler
    .ltorg
