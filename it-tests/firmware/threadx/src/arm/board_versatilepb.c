/* ARM Versatile Platform Baseboard (ARM926EJ-S): a tick of 1 ms from the first timer (SP804) by the interrupt controller (PL190). */
#include "kernel.h"

#define REGISTER(address) (*(volatile uint32_t *) (address))

/* ARM DDI 0271, SP804 */
#define TIMER_LOAD REGISTER(0x101e2000u)
#define TIMER_CONTROL REGISTER(0x101e2008u)
#define TIMER_INT_CLR REGISTER(0x101e200cu)
#define TIMER_ON (0x80u | 0x40u | 0x20u | 0x02u) /* enabled, periodic, interrupt, 32 bits */
#define TIMER_HZ 1000000u

/* ARM DDI 0181, PL190 */
#define VIC_INT_ENABLE REGISTER(0x10140010u)
#define TIMER_INTERRUPT 4

void board_start_tick(void)
{
    TIMER_LOAD = TIMER_HZ / 1000;
    TIMER_CONTROL = TIMER_ON;
    VIC_INT_ENABLE = 1u << TIMER_INTERRUPT;
}

void board_interrupt(void)
{
    TIMER_INT_CLR = 1;
    kernel_tick();
}
