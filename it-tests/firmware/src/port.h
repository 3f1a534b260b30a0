/* What a port offers the kernel and the tasks. One implementation a processor family, in its own folder. */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stdint.h>

/* Writes the saved context of a task that has never run; returns the new top of its stack. */
uint32_t *port_initial_frame(uint32_t *top, void (*entry)(void *), void *parameter);

/* Starts the tick and the first task; does not return. */
void port_start(void);

/* Critical sections do not nest: port_enter_critical masks interrupts, port_exit_critical unmasks them. */
void port_enter_critical(void);
void port_exit_critical(void);

/*
 * Ends the critical section it is called in by switching to the task the kernel chooses. Before that it loads every
 * register with a value made of the task's number and the register's (planted_register, planted_fp), and when the task is
 * resumed it compares them all and calls corrupted() on a difference. So the saved context of a task that waits is known.
 */
void port_yield(void);

/* Never returns: plants the same values, as far as registers can be spared, and compares them for ever. */
void spin_forever(void);

/* The same two with FP registers; for tasks that use the FPU. port_config.h's PORT_YIELD and PORT_SPIN choose. */
void port_yield_fp(void);
void spin_forever_fp(void);

/* The address at which a task that waits in port_yield (or, with the FPU, port_yield_fp) is parked. */
extern const uint32_t port_parked_pc;
extern const uint32_t port_parked_fp_pc;

/* The value planted in register n of task K: 0xC0DE0000 + 0x100 K + n. */
static inline uint32_t planted_register(uint32_t task, uint32_t n)
{
    return 0xc0de0000u + ((task & 0xffu) << 8) + n;
}

/* The bits planted in FP register sn of task K: the float 128 + K + n/256. */
static inline uint32_t planted_fp(uint32_t task, uint32_t n)
{
    return 0x43000000u + ((task & 0x3fu) << 16) + (n << 8);
}

/* A register did not survive. `where` is the register's number, 100 + n for FP register sn. */
void corrupted(int where);

#endif
