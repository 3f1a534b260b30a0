/* The memory of the target behind the synthetic server. */
#ifndef TARGET_H
#define TARGET_H

#include <stddef.h>
#include <stdint.h>

#define RAM_BASE 0x20000000u
#define RAM_SIZE 0x02000000u     /* 32 MiB; reads, writes and the kernel each have a part of their own */
#define WRITE_BASE 0x20800000u
#define CHECK_BASE 0x20c00000u   /* what "verify" writes */
#define KERNEL_BASE 0x21000000u
#define MAX_TASKS 1000u

/* Fills RAM; with tasks, a FreeRTOS kernel's variables, lists and task control blocks, "apart" bytes from one to the next. */
void target_init(unsigned tasks, uint32_t apart);

uint8_t target_byte(uint32_t address); /* what memory holds at the start, a function of the address */
void target_read(uint8_t *to, uint32_t address, size_t length);
void target_write(uint32_t address, const uint8_t *from, size_t length);

uint32_t kernel_symbol(const char *name); /* 0: the program has no such symbol */

#endif
