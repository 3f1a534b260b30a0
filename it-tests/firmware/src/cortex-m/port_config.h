/* Cortex-M: what the kernel is to know of the port. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#if __ARM_ARCH_6M__
#define STACK_WORDS 128 /* the micro:bit has 16 KiB of RAM */
#else
#define STACK_WORDS 256
#endif

#ifdef __ARM_FP
#define PORT_YIELD() (pxCurrentTCB->uxTaskNumber ? port_yield_fp() : port_yield())
#define PORT_SPIN() (pxCurrentTCB->uxTaskNumber ? spin_forever_fp() : spin_forever())
#else
#define PORT_YIELD() port_yield()
#define PORT_SPIN() spin_forever()
#endif

/* The call frame information says that the entry has no caller. */
#define TASK_ENTRY(entry, body)                                                                                        \
    asm(".pushsection .text \n .thumb_func \n .global " #entry " \n .type " #entry ", %function \n"                     \
        #entry ": \n .cfi_startproc \n .cfi_undefined lr \n bl " #body " \n b . \n .cfi_endproc \n"                     \
        ".size " #entry ", . - " #entry " \n .popsection");

#endif
