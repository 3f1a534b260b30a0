/*
 * Vectors, reset and the context switches of MicroBlaze. The saved context is 132 bytes, low address first:
 *   +4 r31, +8 r30 ... +120 r2, +124 uxCriticalNesting, +128 MSR
 * r14 holds the address to resume at. With a nesting of 0 the task resumes with interrupts enabled.
 */
    .file   "context.S"
    .equ    CONTEXT_SIZE, 132
    .equ    NESTING, 124
    .equ    MSR, 128
    .equ    R14, 4 * (32 - 14)
    .equ    R3, 4 * (32 - 3)

    .macro save
    addik   r1, r1, -CONTEXT_SIZE
    .irp    n, 2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    swi     r\n, r1, 4 * (32 - \n)
    .endr
    lwi     r3, r0, uxCriticalNesting
    swi     r3, r1, NESTING
    mfs     r3, rmsr
    swi     r3, r1, MSR
    lwi     r3, r0, pxCurrentTCB
    swi     r1, r3, 0
    .endm

    .section .vectors, "ax"
    brai    _start
    brai    _exception_handler
    brai    _interrupt_handler
    .org    0x20
    brai    _exception_handler

    .text
    .global _start
    .type   _start, @function
    .ent    _start
_start:
    addik   r1, r0, startup_stack_top - 32
    addik   r5, r0, bss_start
    addik   r6, r0, bss_end
1:  rsubk   r7, r6, r5
    beqi    r7, 2f
    swi     r0, r5, 0
    addik   r5, r5, 4
    bri     1b
2:  brlid   r15, main
    or      r0, r0, r0
    bri     0
    .end    _start
    .size   _start, . - _start

    .global _exception_handler
    .type   _exception_handler, @function
    .ent    _exception_handler
_exception_handler:
    bri     0
    .end    _exception_handler
    .size   _exception_handler, . - _exception_handler

/* Called with `bralid r14`, so the task resumes two instructions behind that. */
    .global VPortYieldASM
    .type   VPortYieldASM, @function
    .ent    VPortYieldASM
VPortYieldASM:
    save
    addik   r14, r14, 8
    swi     r14, r1, R14
    addik   r1, r0, interrupt_stack_top - 32
    brlid   r15, vTaskSwitchContext
    or      r0, r0, r0
    bri     vPortStartFirstTask
    .end    VPortYieldASM
    .size   VPortYieldASM, . - VPortYieldASM

/* The hardware has put the interrupted address into r14 and masked interrupts. */
    .global _interrupt_handler
    .type   _interrupt_handler, @function
    .ent    _interrupt_handler
_interrupt_handler:
    save
    addik   r1, r0, interrupt_stack_top - 32
    brlid   r15, port_interrupt
    or      r0, r0, r0
    bri     vPortStartFirstTask
    .end    _interrupt_handler
    .size   _interrupt_handler, . - _interrupt_handler

/* Resumes the task that pxCurrentTCB names: the first one, or the next one. */
    .global vPortStartFirstTask
    .type   vPortStartFirstTask, @function
    .ent    vPortStartFirstTask
vPortStartFirstTask:
    lwi     r3, r0, pxCurrentTCB
    lwi     r1, r3, 0
    lwi     r3, r1, MSR
    mts     rmsr, r3
    lwi     r3, r1, NESTING
    swi     r3, r0, uxCriticalNesting
    .irp    n, 2,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
    lwi     r\n, r1, 4 * (32 - \n)
    .endr
    bnei    r3, 1f
    lwi     r3, r1, R3
    rtid    r14, 0
    addik   r1, r1, CONTEXT_SIZE
1:  lwi     r3, r1, R3
    rtsd    r14, 0
    addik   r1, r1, CONTEXT_SIZE
    .end    vPortStartFirstTask
    .size   vPortStartFirstTask, . - vPortStartFirstTask

    .section .bss
    .balign 8
    .space  2048
startup_stack_top:
    .global interrupt_stack_top
    .space  2048
interrupt_stack_top:
