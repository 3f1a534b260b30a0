/* Xilinx Zynq-7000 (Cortex-A9): a tick of 1 ms from the processor's private timer by its interrupt controller. */
#include "kernel.h"

#define REGISTER(address) (*(volatile uint32_t *) (address))
#define PERIPHERALS 0xf8f00000u

/* ARM DDI 0407, Cortex-A9 MPCore: private timer */
#define TIMER_LOAD REGISTER(PERIPHERALS + 0x600u)
#define TIMER_CONTROL REGISTER(PERIPHERALS + 0x608u)
#define TIMER_INT_STATUS REGISTER(PERIPHERALS + 0x60cu)
#define TIMER_ON (1u | 2u | 4u) /* enabled, auto-reload, interrupt */
#define TIMER_HZ 100000000u     /* as QEMU has it */

/* ARM IHI 0048, GIC */
#define ICCICR REGISTER(PERIPHERALS + 0x100u)
#define ICCPMR REGISTER(PERIPHERALS + 0x104u)
#define ICCIAR REGISTER(PERIPHERALS + 0x10cu)
#define ICCEOIR REGISTER(PERIPHERALS + 0x110u)
#define ICDDCR REGISTER(PERIPHERALS + 0x1000u)
#define ICDISER0 REGISTER(PERIPHERALS + 0x1100u)
#define TIMER_INTERRUPT 29

void board_start_tick(void)
{
    ICDISER0 = 1u << TIMER_INTERRUPT;
    ICDDCR = 1;
    ICCPMR = 0xff;
    ICCICR = 1;
    TIMER_LOAD = TIMER_HZ / 1000 - 1;
    TIMER_CONTROL = TIMER_ON;
}

void board_interrupt(void)
{
    uint32_t interrupt = ICCIAR;
    TIMER_INT_STATUS = 1;
    kernel_tick();
    ICCEOIR = interrupt;
}
