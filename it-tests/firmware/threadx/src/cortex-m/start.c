/* Vector table and reset. */
#include <stdint.h>

extern uint32_t stack_top[], data_load[], data_start[], data_end[], bss_start[], bss_end[];

int main(void);
void PendSV_Handler(void);
void SysTick_Handler(void);

void Reset_Handler(void)
{
    const uint32_t *from = data_load;
    for (uint32_t *to = data_start; to < data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end; to++) {
        *to = 0;
    }
    *(volatile uint32_t *) 0xe000ed88u |= 0xfu << 20; /* CPACR: full access to the FPU */
    asm volatile("dsb \n isb");
    main();
}

void fault_handler(void)
{
    for (;;) {
        asm volatile("");
    }
}

__attribute__((used, section(".vectors"))) const uintptr_t vectors[16] = {
    [0] = (uintptr_t) stack_top,
    [1] = (uintptr_t) Reset_Handler,
    [2] = (uintptr_t) fault_handler,
    [3] = (uintptr_t) fault_handler,
    [4] = (uintptr_t) fault_handler,
    [5] = (uintptr_t) fault_handler,
    [6] = (uintptr_t) fault_handler,
    [14] = (uintptr_t) PendSV_Handler,
    [15] = (uintptr_t) SysTick_Handler,
};
