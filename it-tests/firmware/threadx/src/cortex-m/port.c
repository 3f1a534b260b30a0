/* The Cortex-M4F port: tick, critical sections by PRIMASK, and the functions that plant and compare register values. */
#include "kernel.h"

#include "../../../src/cortex-m/plant_v7m.h"

#define NOINLINE __attribute__((noinline, noclone))
#define REGISTER(address) (*(volatile uint32_t *) (address))

/* ARMv7-M architecture manual: system control space. */
#define SYST_CSR REGISTER(0xe000e010u)
#define SYST_RVR REGISTER(0xe000e014u)
#define SYST_CVR REGISTER(0xe000e018u)
#define ICSR REGISTER(0xe000ed04u)
#define SHPR3 REGISTER(0xe000ed20u)
#define ICSR_PENDSVSET (1u << 28)

#define XPSR_THUMB 0x01000000u
#define EXC_RETURN_THREAD_PSP 0xfffffffdu /* no FP context */

void port_enter_critical(void)
{
    asm volatile("cpsid i" ::: "memory");
}

void port_exit_critical(void)
{
    asm volatile("cpsie i" ::: "memory");
}

void SysTick_Handler(void)
{
    kernel_tick();
    if (_tx_thread_current_ptr != NULL && _tx_thread_current_ptr != _tx_thread_execute_ptr) {
        ICSR = ICSR_PENDSVSET;
    }
}

uint32_t *port_initial_frame(uint32_t *low, uint32_t *top, void (*entry)(void))
{
    (void) low;
    uint32_t *frame = (uint32_t *) ((uintptr_t) top & ~7u) - 17;
    frame[0] = EXC_RETURN_THREAD_PSP;
    for (int i = 1; i < 15; i++) {
        frame[i] = 0; /* r4-r11, r0-r3, r12, and lr: a debugger's backtrace ends at 0 */
    }
    frame[15] = (uint32_t) entry; /* as that port does: with the Thumb bit, which the hardware ignores here */
    frame[16] = XPSR_THUMB;
    return frame;
}

void port_start_tick(void)
{
    SHPR3 = 0x40ffu << 16; /* PendSV at the lowest priority; SysTick above it, since threads are waited for in PendSV */
    SYST_RVR = TICK_CYCLES - 1;
    SYST_CVR = 0;
    SYST_CSR = 7; /* core clock, interrupt, on */
}

void _tx_thread_schedule(void)
{
    asm volatile("msr control, %0 \n isb" ::"r"(0)); /* no FP context here */
    ICSR = ICSR_PENDSVSET;
    port_exit_critical();
    for (;;) {
        asm volatile("");
    }
}

/* regs: r0 to r12 and lr */
__attribute__((used)) static void compare_registers(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 14; i++) {
        uint32_t number = i == 13 ? 14 : i;
        if (regs[i] != planted_register(thread_number(), number)) {
            corrupted((int) number);
        }
    }
}

/* regs: s0 to s31 */
__attribute__((used)) static void compare_fp_registers(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 32; i++) {
        if (regs[i] != planted_fp(thread_number(), i)) {
            corrupted(100 + (int) i);
        }
    }
}

#define CORE_CLOBBERS "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory"

#define FP_CLOBBERS                                                                                                    \
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16",       \
        "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s29", "s30", "s31"

NOINLINE void port_switch(void)
{
    register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
    asm volatile(PEND_SWITCH PLANT "cmp r0, r0 \n cpsie i \n" PARKED(port_parked_pc) COMPARE
                 : "+r"(seed)
                 :
                 : "r1", CORE_CLOBBERS);
}

NOINLINE void spin_forever(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
        asm volatile(SPIN : "+r"(seed) : : "r1", CORE_CLOBBERS);
        corrupted(99);
    }
}

NOINLINE void port_switch_fp(void)
{
    register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
    register uint32_t fp_seed asm("r1") = planted_fp(thread_number(), 0);
    asm volatile(PLANT_FP PEND_SWITCH PLANT "cmp r0, r0 \n cpsie i \n" PARKED(port_parked_fp_pc) COMPARE_FP
                 : "+r"(seed), "+r"(fp_seed)
                 :
                 : CORE_CLOBBERS, FP_CLOBBERS);
}

NOINLINE void spin_forever_fp(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
        register uint32_t fp_seed asm("r1") = planted_fp(thread_number(), 0);
        asm volatile(SPIN_FP : "+r"(seed), "+r"(fp_seed) : : CORE_CLOBBERS, FP_CLOBBERS);
        corrupted(199);
    }
}
