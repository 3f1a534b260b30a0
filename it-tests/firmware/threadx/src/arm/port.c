/* The port to ARM9 and Cortex-A: critical sections, and the functions that plant and compare register values. */
#include "kernel.h"

#include "plant.h"

#define NOINLINE __attribute__((noinline, noclone))
#define THUMB_CODE __attribute__((target("thumb")))

#define CPSR_SVC 0x13u

#ifdef __ARM_FP
const char _tx_version_id[] = "Test kernel laid out as ThreadX Cortex-A9/GNU Version 6.4.2";
#else
const char _tx_version_id[] = "Test kernel laid out as ThreadX ARM9/GNU Version 6.4.2";
#endif

void port_enter_critical(void)
{
    uint32_t cpsr;
    asm volatile("mrs %0, cpsr \n orr %0, %0, #0x80 \n msr cpsr_c, %0" : "=r"(cpsr)::"memory");
}

void port_exit_critical(void)
{
    uint32_t cpsr;
    asm volatile("mrs %0, cpsr \n bic %0, %0, #0x80 \n msr cpsr_c, %0" : "=r"(cpsr)::"memory");
}

void port_start_tick(void)
{
    board_start_tick();
}

/* The form of an interrupted thread, without FP registers. */
uint32_t *port_initial_frame(uint32_t *low, uint32_t *top, void (*entry)(void))
{
    uint32_t *frame = (uint32_t *) ((uintptr_t) top & ~7u) - 17;
    for (int i = 0; i < 17; i++) {
        frame[i] = 0; /* lr too: a debugger's backtrace ends at 0 */
    }
    frame[0] = 1;
    frame[1] = CPSR_SVC;
    frame[12] = (uint32_t) low; /* r10: as that port does, the stack's limit */
    frame[16] = (uint32_t) entry;
    return frame;
}

/* regs: r4 to r11 */
__attribute__((used)) static void compare_saved(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 8; i++) {
        if (regs[i] != planted_register(thread_number(), 4 + i)) {
            corrupted(4 + (int) i);
        }
    }
}

#define SAVED_CLOBBERS "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "lr", "cc", "memory"

NOINLINE void port_switch(void)
{
    register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
    asm volatile(PLANT_SAVED "bl _tx_thread_system_return \n" PARKED(port_parked_pc) COMPARE_SAVED
                 : "+r"(seed)
                 :
                 : "r1", SAVED_CLOBBERS);
}

NOINLINE THUMB_CODE void port_switch_thumb(void)
{
    register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
    asm volatile(THUMB_PLANT_SAVED "bl _tx_thread_system_return \n" PARKED(port_parked_thumb_pc) THUMB_COMPARE_SAVED
                 : "+r"(seed)
                 :
                 : "r1", SAVED_CLOBBERS);
}

NOINLINE void spin_forever(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
        asm volatile(SPIN : "+r"(seed) : : "r1", SAVED_CLOBBERS);
        corrupted(99);
    }
}

NOINLINE THUMB_CODE void spin_forever_thumb(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
        asm volatile(THUMB_SPIN : "+r"(seed) : : "r1", SAVED_CLOBBERS);
        corrupted(99);
    }
}

#ifdef __ARM_FP
void tx_thread_vfp_enable(void)
{
    _tx_thread_current_ptr->tx_thread_vfp_enable = 1;
}

/* regs: s16 to s63, which are d8 to d31 */
__attribute__((used)) static void compare_saved_fp(const uint32_t *regs)
{
    for (uint32_t i = 0; i < 48; i++) {
        if (regs[i] != planted_fp(thread_number(), 16 + i)) {
            corrupted(116 + (int) i);
        }
    }
}

#define FP_CLOBBERS                                                                                                    \
    "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12", "d13", "d14", "d15", "d16",       \
        "d17", "d18", "d19", "d20", "d21", "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29", "d30", "d31"

NOINLINE void port_switch_fp(void)
{
    register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
    register uint32_t fp_seed asm("r1") = planted_fp(thread_number(), 0);
    asm volatile(PLANT_SAVED PLANT_SAVED_FP "bl _tx_thread_system_return \n" PARKED(port_parked_fp_pc) COMPARE_SAVED_FP
                 : "+r"(seed), "+r"(fp_seed)
                 :
                 : SAVED_CLOBBERS, FP_CLOBBERS);
}

NOINLINE void spin_forever_fp(void)
{
    for (;;) {
        register uint32_t seed asm("r0") = planted_register(thread_number(), 0);
        register uint32_t fp_seed asm("r1") = planted_fp(thread_number(), 0);
        asm volatile(SPIN_FP : "+r"(seed), "+r"(fp_seed) : : SAVED_CLOBBERS, FP_CLOBBERS);
        corrupted(199);
    }
}
#endif
