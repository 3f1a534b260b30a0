/* The Cortex-M port: tick, critical sections by PRIMASK, and the functions that plant and compare register values. */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))
#define REGISTER(address) (*(volatile uint32_t *) (address))

/* ARMv7-M and ARMv8-M architecture manuals: system control space. */
#define SYST_RVR REGISTER(0xe000e014u)
#define SYST_CVR REGISTER(0xe000e018u)
#define ICSR REGISTER(0xe000ed04u)
#define SHPR2 REGISTER(0xe000ed1cu)
#define SHPR3 REGISTER(0xe000ed20u)
#define ICSR_PENDSVSET (1u << 28)

#define XPSR_THUMB 0x01000000u
#define EXC_RETURN_THREAD_PSP 0xfffffffdu /* no FP context; the same on ARMv8-M in secure state */

void port_enter_critical(void)
{
    asm volatile("cpsid i" ::: "memory");
}

void port_exit_critical(void)
{
    asm volatile("cpsie i" ::: "memory");
}

void xPortSysTickHandler(void)
{
    if (kernel_tick()) {
        ICSR = ICSR_PENDSVSET;
    }
}

uint32_t *port_initial_frame(uint32_t *top, void (*entry)(void *), void *parameter)
{
    uint32_t *hardware = (uint32_t *) ((uintptr_t) top & ~7u) - 8;
    hardware[0] = (uint32_t) parameter;
    for (int i = 1; i < 5; i++) {
        hardware[i] = 0xa5a5a5a5u;
    }
    hardware[5] = 0; /* lr: a task has no caller, and a debugger's backtrace ends at 0 */
#if FRAME_CM33
    hardware[6] = (uint32_t) entry; /* as that port does: with the Thumb bit, which the hardware ignores here */
#else
    hardware[6] = (uint32_t) entry & ~1u;
#endif
    hardware[7] = XPSR_THUMB;
    uint32_t *saved = hardware;
#if FRAME_CM4F
    *--saved = EXC_RETURN_THREAD_PSP;
#endif
    saved -= 8; /* r4 to r11 keep the stack's fill */
#if FRAME_CM33
    *--saved = EXC_RETURN_THREAD_PSP;
    *--saved = (uint32_t) (top - (STACK_WORDS - 2)); /* the stack's low end: PSPLIM */
#endif
    return saved;
}

void port_start(void)
{
    SHPR2 |= 0xffu << 24; /* SVCall, PendSV and SysTick at the lowest priority */
    SHPR3 |= 0xffffu << 16;
    SYST_RVR = TICK_CYCLES - 1;
    SYST_CVR = 0;
    /* vPortSVCHandler, which starts the first task, starts the tick too: on a busy machine one that is started here may come before
       the svc, and PendSV would save the registers of a task that has none yet. */
    asm volatile("cpsie i\n svc 0" ::: "memory");
}

/* regs: r0 to r12 and lr */
__attribute__((used)) static void compare_registers(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 14; i++) {
        uint32_t number = i == 13 ? 14 : i;
        if (regs[i] != planted_register(pxCurrentTCB->uxTCBNumber, number)) {
            corrupted((int) number);
        }
    }
}

#define CORE_CLOBBERS "r1", "r2", "r3", "r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory"

#if __ARM_ARCH_6M__
#include "plant_v6m.h"
#else
#include "plant_v7m.h"
#endif

NOINLINE void port_yield(void)
{
    register uint32_t seed asm("r0") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
    asm volatile(PEND_SWITCH PLANT "cmp r0, r0 \n cpsie i \n" PARKED(port_parked_pc) COMPARE
                 : "+r"(seed)
                 :
                 : CORE_CLOBBERS, "r7");
}

NOINLINE void spin_forever(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
        asm volatile(SPIN : "+r"(seed) : : CORE_CLOBBERS, "r7");
        corrupted(99);
    }
}

#ifdef __ARM_FP
/* regs: s0 to s31 */
__attribute__((used)) static void compare_fp_registers(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 32; i++) {
        if (regs[i] != planted_fp(pxCurrentTCB->uxTCBNumber, i)) {
            corrupted(100 + (int) i);
        }
    }
}

#define FP_CLOBBERS                                                                                                    \
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16",       \
        "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s29", "s30", "s31"

#define FP_TASK_CLOBBERS "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory"

NOINLINE void port_yield_fp(void)
{
    register uint32_t seed asm("r0") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
    register uint32_t fp_seed asm("r1") = planted_fp(pxCurrentTCB->uxTCBNumber, 0);
    asm volatile(PLANT_FP PEND_SWITCH PLANT "cmp r0, r0 \n cpsie i \n" PARKED(port_parked_fp_pc) COMPARE_FP
                 : "+r"(seed), "+r"(fp_seed)
                 :
                 : FP_TASK_CLOBBERS, FP_CLOBBERS);
}

NOINLINE void spin_forever_fp(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(pxCurrentTCB->uxTCBNumber, 0);
        register uint32_t fp_seed asm("r1") = planted_fp(pxCurrentTCB->uxTCBNumber, 0);
        asm volatile(SPIN_FP : "+r"(seed), "+r"(fp_seed) : : FP_TASK_CLOBBERS, FP_CLOBBERS);
        corrupted(199);
    }
}
#endif
