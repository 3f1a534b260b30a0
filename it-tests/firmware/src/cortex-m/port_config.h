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

/* At the start of a task's function: a debugger's backtrace ends here, as there is no caller. */
#define TASK_ROOT() asm volatile(".cfi_undefined lr")

#endif
