/* What a port offers the kernel and the threads. One implementation a processor family, in its own folder. */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stdint.h>

/* How a thread parks: with FP registers, or (where ARM code is the rule) in Thumb code. */
typedef enum { PLAIN, FP, THUMB } Flavour;

/* Writes the saved context of a thread that has never run; returns the new stack pointer. */
uint32_t *port_initial_frame(uint32_t *low, uint32_t *top, void (*entry)(void));

/* Starts the tick; then the first thread, which does not return. */
void port_start_tick(void);
void _tx_thread_schedule(void);

/* Before a thread uses FP registers for the first time. */
void tx_thread_vfp_enable(void);

/* Critical sections do not nest: port_enter_critical masks interrupts, port_exit_critical unmasks them. */
void port_enter_critical(void);
void port_exit_critical(void);

/*
 * Ends the critical section it is called in by switching to the thread the kernel chooses. Before that it loads the
 * registers with values made of the thread's number and the register's (planted_register, planted_fp), and when the thread
 * is resumed it compares them and calls corrupted() on a difference. So the saved context of a thread that waits is known.
 */
void port_switch(void);
/* The same by itself, for ever, until an interrupt; never returns. */
void spin_forever(void);

/* The same two for the other flavours. port_config.h's PORT_SWITCH and PORT_SPIN choose. */
void port_switch_fp(void);
void port_switch_thumb(void);
void spin_forever_fp(void);
void spin_forever_thumb(void);

/* The address at which a thread that waits in port_switch (port_switch_fp, port_switch_thumb) is parked. */
extern const uint32_t port_parked_pc;
extern const uint32_t port_parked_fp_pc;
extern const uint32_t port_parked_thumb_pc;
/* The address that the scheduler comes by again and again while no thread is ready. */
extern const uint32_t port_idle_pc;

/* The value planted in register n of thread K: 0xC0DE0000 + 0x100 K + n. */
static inline uint32_t planted_register(uint32_t thread, uint32_t n)
{
    return 0xc0de0000u + ((thread & 0xffu) << 8) + n;
}

/* The bits planted in FP register sn of thread K (dn is the pair s2n, s2n+1): the float 128 + K + n/256. */
static inline uint32_t planted_fp(uint32_t thread, uint32_t n)
{
    return 0x43000000u + ((thread & 0x3fu) << 16) + (n << 8);
}

/* A register did not survive. `where` is the register's number, 100 + n for FP register sn. */
void corrupted(int where);

#endif
