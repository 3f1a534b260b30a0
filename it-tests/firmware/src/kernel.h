/*
 * A miniature real-time kernel for tests: real tasks, a real tick, real context switches.
 *
 * Its structures are laid out as FreeRTOS (V10 and V11, 32-bit, trace facility, mutexes, notifications and stack-high
 * recording on) lays them out, field for field, and its variables bear FreeRTOS's names, so a debugger that knows FreeRTOS
 * knows this kernel. The functions are the tests' own and do only what the tests need.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port.h"
#include "port_config.h"

#define configMAX_PRIORITIES 7
#define configMAX_TASK_NAME_LEN 16
#define portMAX_DELAY ((TickType_t) 0xffffffffu)
#define MAX_TASKS 20

typedef uint32_t TickType_t;
typedef int32_t BaseType_t;
typedef uint32_t UBaseType_t;
typedef uint32_t StackType_t;

struct xLIST;

typedef struct xLIST_ITEM {
    TickType_t xItemValue;
    struct xLIST_ITEM *pxNext;
    struct xLIST_ITEM *pxPrevious;
    void *pvOwner;
    struct xLIST *pxContainer;
} ListItem_t;

typedef struct xMINI_LIST_ITEM {
    TickType_t xItemValue;
    struct xLIST_ITEM *pxNext;
    struct xLIST_ITEM *pxPrevious;
} MiniListItem_t;

typedef struct xLIST {
    volatile UBaseType_t uxNumberOfItems;
    ListItem_t *pxIndex;
    MiniListItem_t xListEnd;
} List_t;

typedef struct tskTaskControlBlock {
    volatile StackType_t *pxTopOfStack; /* first, as the context switches rely on it */
    ListItem_t xStateListItem;
    ListItem_t xEventListItem;
    UBaseType_t uxPriority;
    StackType_t *pxStack;
    char pcTaskName[configMAX_TASK_NAME_LEN];
    StackType_t *pxEndOfStack;
    UBaseType_t uxTCBNumber;  /* counts creations, from 1: the K of the planted register values */
    UBaseType_t uxTaskNumber; /* free for the application: here 1 for a task that uses the FPU */
    UBaseType_t uxBasePriority;
    UBaseType_t uxMutexesHeld;
    volatile uint32_t ulNotifiedValue[1];
    volatile uint8_t ucNotifyState[1];
} tskTCB;
typedef tskTCB TCB_t;

enum { NOT_WAITING_NOTIFICATION = 0, WAITING_NOTIFICATION = 1, NOTIFICATION_RECEIVED = 2 };

typedef struct {
    volatile UBaseType_t uxMessagesWaiting;
    List_t xTasksWaitingToReceive;
} Semaphore;

typedef void (*TaskFunction)(void *parameter);

extern TCB_t *volatile pxCurrentTCB;

/* Creates a task; it runs at once if it is the most urgent one and the scheduler runs. */
TCB_t *kernel_create(TaskFunction entry, const char *name, UBaseType_t priority, bool uses_fpu, void *parameter);
void kernel_start(void);

void kernel_yield(void);
void kernel_delay(TickType_t ticks);
void kernel_abort_delay(TCB_t *task);
/* NULL means the calling task, here and in kernel_delete. A task that deletes itself stays on xTasksWaitingTermination. */
void kernel_suspend(TCB_t *task);
void kernel_resume(TCB_t *task);
void kernel_delete(TCB_t *task);
void kernel_suspend_all(void);
void kernel_resume_all(void);

void semaphore_init(Semaphore *semaphore);
bool semaphore_take(Semaphore *semaphore, TickType_t ticks);
void semaphore_give(Semaphore *semaphore);
/* With the scheduler suspended the woken task goes to xPendingReadyList. Call with interrupts masked. */
bool semaphore_give_from_isr(Semaphore *semaphore);

uint32_t notify_wait(TickType_t ticks);
void notify_give(TCB_t *task);

/* For the ports. The tick returns whether a switch is due; both are called with interrupts masked. */
bool kernel_tick(void);
void vTaskSwitchContext(void);

/* The application's hooks, called from interrupts. */
void tick_hook(void);
void task_switch_hook(TCB_t *from, TCB_t *to);

#endif
