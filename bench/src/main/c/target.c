/*
 * RAM, and in it what a FreeRTOS kernel keeps: 32 bits, little-endian, default configuration, 8 priorities (V10/V11, tasks.c
 * and list.c). A third of the tasks each is ready, delayed and suspended; each parked one has a saved Cortex-M3 frame.
 */
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rsp.h"

#define PRIORITIES 8u
#define NOW 12345u /* ticks */
#define TCB_SIZE 0x80u
#define STATE_ITEM 4u
#define EVENT_ITEM 24u
#define FRAME_SIZE 0x40u  /* r4 to r11, r0 to r3, r12, lr, pc, xpsr */
#define CALLERS_SIZE 0x40u /* what the task's functions have on the stack above it */

static const struct {
    const char *name;
    uint32_t address;
} symbols[] = {
    {"pxCurrentTCB", KERNEL_BASE + 0x000},
    {"uxCurrentNumberOfTasks", KERNEL_BASE + 0x004},
    {"uxTopReadyPriority", KERNEL_BASE + 0x008},
    {"xTickCount", KERNEL_BASE + 0x00c},
    {"xSchedulerRunning", KERNEL_BASE + 0x010},
    {"pxDelayedTaskList", KERNEL_BASE + 0x014},
    {"pxOverflowDelayedTaskList", KERNEL_BASE + 0x018},
    {"uxTaskNumber", KERNEL_BASE + 0x01c},
    {"pxReadyTasksLists", KERNEL_BASE + 0x020},
    {"xDelayedTaskList1", KERNEL_BASE + 0x0c0},
    {"xDelayedTaskList2", KERNEL_BASE + 0x0d4},
    {"xPendingReadyList", KERNEL_BASE + 0x0e8},
    {"xTasksWaitingTermination", KERNEL_BASE + 0x0fc},
    {"xSuspendedTaskList", KERNEL_BASE + 0x110},
};

static uint8_t *ram;

uint8_t target_byte(uint32_t address) { return (uint8_t)((address * 2654435761u) >> 24); }

static bool in_ram(uint32_t address, size_t length)
{
    return address >= RAM_BASE && length <= RAM_SIZE && address - RAM_BASE <= RAM_SIZE - length;
}

void target_read(uint8_t *to, uint32_t address, size_t length)
{
    if (in_ram(address, length))
        memcpy(to, ram + (address - RAM_BASE), length);
    else
        for (size_t i = 0; i < length; i++)
            to[i] = target_byte(address + (uint32_t)i);
}

void target_write(uint32_t address, const uint8_t *from, size_t length)
{
    if (in_ram(address, length))
        memcpy(ram + (address - RAM_BASE), from, length);
}

uint32_t kernel_symbol(const char *name)
{
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (!strcmp(name, symbols[i].name))
            return symbols[i].address;
    return 0;
}

static void put(uint32_t address, uint32_t value) /* the target and x86 or Arm hosts are little-endian */
{
    target_write(address, (const uint8_t *)&value, sizeof value);
}

static uint32_t get(uint32_t address)
{
    uint32_t value;
    target_read((uint8_t *)&value, address, sizeof value);
    return value;
}

/* List_t: count 0, index 4, end { value 8, next 12, previous 16 }. ListItem_t: value 0, next 4, previous 8, owner 12, list 16. */
static void list_init(uint32_t list)
{
    put(list, 0);
    put(list + 4, list + 8);
    put(list + 8, 0xffffffff);
    put(list + 12, list + 8);
    put(list + 16, list + 8);
}

static void list_add(uint32_t list, uint32_t item, uint32_t value, uint32_t owner)
{
    uint32_t end = list + 8, last = get(list + 16);
    put(item, value);
    put(item + 4, end);
    put(item + 8, last);
    put(item + 12, owner);
    put(item + 16, list);
    put(last + 4, item);
    put(end + 8, item);
    put(list, get(list) + 1);
}

static uint32_t list_of(unsigned task)
{
    return task % 3 == 0   ? kernel_symbol("pxReadyTasksLists") + 20 * (task % PRIORITIES)
           : task % 3 == 1 ? kernel_symbol("xDelayedTaskList1")
                           : kernel_symbol("xSuspendedTaskList");
}

/* A task control block, its stack behind it as far as the next one, and its frame on the stack. */
static void add_task(unsigned task, uint32_t apart)
{
    uint32_t tcb = KERNEL_BASE + 0x1000 + apart * task;
    uint32_t sp = tcb + apart - CALLERS_SIZE - FRAME_SIZE;
    uint32_t wake = task % 3 == 1 ? NOW + 1 + task : 0;
    for (uint32_t at = 0; at < TCB_SIZE; at += 4)
        put(tcb + at, 0);
    put(tcb, sp);
    list_add(list_of(task), tcb + STATE_ITEM, wake, tcb);
    put(tcb + EVENT_ITEM, PRIORITIES - task % PRIORITIES);
    put(tcb + EVENT_ITEM + 12, tcb); /* the owner; it is on no list */
    put(tcb + 44, task % PRIORITIES);
    put(tcb + 48, tcb + TCB_SIZE);
    char name[16] = {0};
    snprintf(name, sizeof name, "task%03u", task);
    target_write(tcb + 52, (const uint8_t *)name, sizeof name);
    put(tcb + 68, task % PRIORITIES); /* uxBasePriority; uxMutexesHeld and the notification are 0 */
    for (unsigned r = 4; r < 12; r++)
        put(sp + 4 * (r - 4), task << 8 | r);
    const uint32_t hardware[8] = {task << 8, task << 8 | 1, task << 8 | 2, task << 8 | 3, task << 8 | 12,
                                  0x201, 0x300 + 0x10 * task, 0x01000000 /* Thumb */};
    for (unsigned i = 0; i < 8; i++)
        put(sp + 32 + 4 * i, hardware[i]);
}

static void kernel_init(unsigned tasks, uint32_t apart)
{
    for (unsigned priority = 0; priority < PRIORITIES; priority++)
        list_init(kernel_symbol("pxReadyTasksLists") + 20 * priority);
    static const char *const lists[] = {"xDelayedTaskList1", "xDelayedTaskList2", "xPendingReadyList",
                                        "xTasksWaitingTermination", "xSuspendedTaskList"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        list_init(kernel_symbol(lists[i]));
    put(kernel_symbol("pxDelayedTaskList"), kernel_symbol("xDelayedTaskList1"));
    put(kernel_symbol("pxOverflowDelayedTaskList"), kernel_symbol("xDelayedTaskList2"));
    put(kernel_symbol("uxCurrentNumberOfTasks"), tasks);
    put(kernel_symbol("uxTaskNumber"), tasks);
    put(kernel_symbol("uxTopReadyPriority"), PRIORITIES - 1);
    put(kernel_symbol("xSchedulerRunning"), 1);
    put(kernel_symbol("xTickCount"), NOW);
    for (unsigned task = 0; task < tasks; task++)
        add_task(task, apart);
    put(kernel_symbol("pxCurrentTCB"), KERNEL_BASE + 0x1000);
}

void target_init(unsigned tasks, uint32_t apart)
{
    if (tasks > MAX_TASKS)
        die("%u tasks, expected at most %u", tasks, MAX_TASKS);
    if (apart < TCB_SIZE + FRAME_SIZE + CALLERS_SIZE || apart > 0x4000)
        die("tasks 0x%x bytes apart, expected 0x%x to 0x4000", apart, TCB_SIZE + FRAME_SIZE + CALLERS_SIZE);
    ram = malloc(RAM_SIZE);
    if (!ram)
        die("out of memory");
    for (uint32_t i = 0; i < RAM_SIZE; i++)
        ram[i] = target_byte(RAM_BASE + i);
    if (tasks)
        kernel_init(tasks, apart);
}
