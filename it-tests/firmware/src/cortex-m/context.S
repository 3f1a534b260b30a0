/*
 * The context switches of ARMv7-M and ARMv8-M Mainline. Which frame is saved is the build's choice, low address first:
 *   FRAME_CM3    r4-r11, then what the hardware stacked
 *   FRAME_CM4F   r4-r11, EXC_RETURN, [s16-s31], then what the hardware stacked
 *   FRAME_CM33   PSPLIM, EXC_RETURN, r4-r11, [s16-s31], then what the hardware stacked
 * s16-s31 are there when bit 4 of EXC_RETURN is 0.
 */
    .file   "context.S"
    .cfi_sections .debug_frame
    .syntax unified
    .thumb
#ifdef __ARM_FP
    .fpu fpv4-sp-d16
#endif

/* r12 = address of pxCurrentTCB, r1 = the task's frame; leaves PSP behind the software-saved part. */
    .macro restore
    ldr     r1, [r12]
    ldr     r1, [r1]
#if FRAME_CM3
    ldmia   r1!, {r4-r11}
#elif FRAME_CM4F
    ldmia   r1!, {r4-r11, lr}
    tst     lr, #16
    it      eq
    vldmiaeq r1!, {s16-s31}
#elif FRAME_CM33
    ldmia   r1!, {r2, lr}
    ldmia   r1!, {r4-r11}
#ifdef __ARM_FP
    tst     lr, #16
    it      eq
    vldmiaeq r1!, {s16-s31}
#endif
    msr     psplim, r2
#endif
    msr     psp, r1
    isb
    .endm

    .text
    .global xPortPendSVHandler
    .type   xPortPendSVHandler, %function
    .thumb_func
xPortPendSVHandler:
    .cfi_startproc
    ldr     r12, =pxCurrentTCB
    mrs     r1, psp
    isb
#if FRAME_CM3
    stmdb   r1!, {r4-r11}
#elif FRAME_CM4F
    tst     lr, #16
    it      eq
    vstmdbeq r1!, {s16-s31}
    stmdb   r1!, {r4-r11, lr}
#elif FRAME_CM33
#ifdef __ARM_FP
    tst     lr, #16
    it      eq
    vstmdbeq r1!, {s16-s31}
#endif
    stmdb   r1!, {r4-r11}
    mrs     r2, psplim
    mov     r3, lr
    stmdb   r1!, {r2, r3}
#endif
    ldr     r2, [r12]
    str     r1, [r2]
    push    {r12, lr}
    .cfi_def_cfa_offset 8
    .cfi_offset lr, -4
    cpsid   i
    bl      vTaskSwitchContext
    cpsie   i
    pop     {r12, lr}
    .cfi_restore lr
    .cfi_def_cfa_offset 0
    restore
    bx      lr
    .cfi_endproc
    .size   xPortPendSVHandler, . - xPortPendSVHandler

/* The first task: nothing to save. No interrupt comes in before it runs, since all have this priority. */
    .global vPortSVCHandler
    .type   vPortSVCHandler, %function
    .thumb_func
vPortSVCHandler:
    .cfi_startproc
    ldr     r12, =pxCurrentTCB
    restore
#if FRAME_CM3
    mvn     lr, #2 /* 0xfffffffd: thread mode, process stack */
#endif
    ldr     r0, =0xe000e010 /* SYST_CSR */
    movs    r1, #7          /* core clock, interrupt, on */
    str     r1, [r0]
    bx      lr
    .cfi_endproc
    .size   vPortSVCHandler, . - vPortSVCHandler
    .ltorg
