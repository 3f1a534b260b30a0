/* The MicroBlaze port: timer, interrupt controller, critical sections by MSR[IE], planting and comparing registers. */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))
#define REGISTER(address) (*(volatile uint32_t *) (address))

/* Xilinx PG079, LogiCORE IP AXI Timer. */
#define TIMER_TCSR REGISTER(0x83c00000u)
#define TIMER_TLR REGISTER(0x83c00004u)
#define TCSR_DOWN 0x002u
#define TCSR_AUTO_RELOAD 0x010u
#define TCSR_LOAD 0x020u
#define TCSR_ENABLE_INTERRUPT 0x040u
#define TCSR_ENABLE 0x080u
#define TCSR_INTERRUPT 0x100u

/* Xilinx PG099, LogiCORE IP AXI INTC. */
#define INTC_IER REGISTER(0x81800008u)
#define INTC_IAR REGISTER(0x8180000cu)
#define INTC_MER REGISTER(0x8180001cu)

/* One: in a critical section. Saved with each task's context. */
volatile UBaseType_t uxCriticalNesting = 1;

/* The registers of the task that was resumed last, by number. */
__attribute__((used)) uint32_t port_dump[32];

void VPortYieldASM(void);
void vPortStartFirstTask(void);

void port_enter_critical(void)
{
    asm volatile("msrclr r0, 2" ::: "memory");
    uxCriticalNesting = 1;
}

void port_exit_critical(void)
{
    uxCriticalNesting = 0;
    asm volatile("msrset r0, 2" ::: "memory");
}

/* Called by _interrupt_handler on the interrupt stack. */
__attribute__((used)) void port_interrupt(void)
{
    TIMER_TCSR |= TCSR_INTERRUPT;
    INTC_IAR = 1u << TIMER_IRQ;
    if (kernel_tick()) {
        vTaskSwitchContext();
    }
}

uint32_t *port_initial_frame(uint32_t *top, void (*entry)(void *), void *parameter)
{
    uint32_t *frame = top - 8 - 33; /* the ABI lets the task store its parameters in 28 bytes above its stack pointer */
    frame[32 - 5] = (uint32_t) parameter;
    frame[32 - 14] = (uint32_t) entry;
    frame[32 - 15] = 0; /* a task has no caller */
    frame[31] = 0;      /* critical nesting */
    frame[32] = 0;      /* MSR */
    return frame;
}

void port_start(void)
{
    TIMER_TLR = TICK_CYCLES - 2;
    TIMER_TCSR = TCSR_LOAD;
    TIMER_TCSR = TCSR_ENABLE | TCSR_ENABLE_INTERRUPT | TCSR_AUTO_RELOAD | TCSR_DOWN;
    INTC_IER = 1u << TIMER_IRQ;
    INTC_MER = 3;
    vPortStartFirstTask();
}

/* All that the compiler uses: it leaves r20, which only position-independent code uses, alone. */
#define ALL_BUT_R3                                                                                                     \
    "r2", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19",    \
        "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31", "memory"

#define FOR_R5_TO_R31 ".irp n, 2,5,6,7,8,9,10,11,12,13,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31 \n"

NOINLINE void port_yield(void)
{
    register uint32_t seed asm("r3") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
    asm volatile(FOR_R5_TO_R31 "addik r\\n, r3, \\n \n .endr \n"
                 "addik r4, r3, 4 \n addik r3, r3, 3 \n"
                 "bralid r14, VPortYieldASM \n or r0, r0, r0 \n"
                 "1: .pushsection .rodata \n .global port_parked_pc \n .balign 4 \n"
                 "port_parked_pc: .word 1b \n .size port_parked_pc, 4 \n .type port_parked_pc, @object \n"
                 ".popsection \n"
                 "swi r3, r0, port_dump + 12 \n swi r4, r0, port_dump + 16 \n"
                 FOR_R5_TO_R31 "swi r\\n, r0, port_dump + 4 * \\n \n .endr \n"
                 : "+r"(seed)
                 :
                 : ALL_BUT_R3);
    uint32_t task = pxCurrentTCB->uxTCBNumber;
    for (uint32_t i = 2; i < 32; i++) {
        if (i != 14 && port_dump[i] != planted_register(task, i)) {
            corrupted((int) i);
        }
    }
    port_exit_critical();
}

/* r3 and r4 are working registers here, and r14 belongs to interrupts. */
NOINLINE void spin_forever(void)
{
    for (;;) {
        register uint32_t seed asm("r3") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
        asm volatile(FOR_R5_TO_R31 "addik r\\n, r3, \\n \n .endr \n"
                     "2: lwi r3, r0, pxCurrentTCB \n lwi r3, r3, %1 \n bslli r3, r3, 8 \n addik r3, r3, 0xc0de0000 \n"
                     FOR_R5_TO_R31 "rsubk r4, r3, r\\n \n xori r4, r4, \\n \n bnei r4, 9f \n .endr \n"
                     "bri 2b \n"
                     "9: \n"
                     : "+r"(seed)
                     : "i"(offsetof(TCB_t, uxTCBNumber))
                     : ALL_BUT_R3);
        corrupted(99);
    }
}
