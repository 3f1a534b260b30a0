/* Threads, the ready lists, time. Objects that threads wait on are in objects.c. */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))
#define STACK_FILL 0xefefefefu

#define RING_APPEND(head, node, next, previous)                                                                        \
    do {                                                                                                               \
        if ((head) == NULL) {                                                                                          \
            (head) = (node)->next = (node)->previous = (node);                                                         \
        } else {                                                                                                       \
            (node)->next = (head);                                                                                     \
            (node)->previous = (head)->previous;                                                                       \
            (head)->previous->next = (node);                                                                           \
            (head)->previous = (node);                                                                                 \
        }                                                                                                              \
    } while (0)

#define RING_REMOVE(head, node, next, previous)                                                                        \
    do {                                                                                                               \
        (node)->previous->next = (node)->next;                                                                         \
        (node)->next->previous = (node)->previous;                                                                     \
        if ((head) == (node)) {                                                                                        \
            (head) = (node)->next == (node) ? NULL : (node)->next;                                                     \
        }                                                                                                              \
    } while (0)

TX_THREAD *volatile _tx_thread_current_ptr;
TX_THREAD *volatile _tx_thread_execute_ptr;
TX_THREAD *_tx_thread_created_ptr;
ULONG _tx_thread_created_count;
volatile ULONG _tx_thread_system_state = TX_INITIALIZE_IN_PROGRESS;
volatile UINT _tx_thread_preempt_disable;
TX_THREAD *_tx_thread_priority_list[TX_MAX_PRIORITIES];
volatile ULONG _tx_timer_system_clock;
volatile ULONG _tx_timer_time_slice;
ULONG _tx_build_options;

TX_THREAD thread_pool[MAX_THREADS];
uint8_t thread_flavours[MAX_THREADS];
static uint32_t stacks[MAX_THREADS][STACK_WORDS] __attribute__((aligned(8)));
static TX_THREAD *timer_thread;

/* The compiler calls it to clear a structure. */
void *memset(void *memory, int value, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *) memory)[i] = (uint8_t) value;
    }
    return memory;
}

static void choose(void)
{
    _tx_thread_execute_ptr = NULL;
    for (int i = 0; i < TX_MAX_PRIORITIES && _tx_thread_execute_ptr == NULL; i++) {
        _tx_thread_execute_ptr = _tx_thread_priority_list[i];
    }
}

static void ready(TX_THREAD *thread)
{
    TX_THREAD **list = &_tx_thread_priority_list[thread->tx_thread_priority];
    thread->tx_thread_state = TX_READY;
    RING_APPEND(*list, thread, tx_thread_ready_next, tx_thread_ready_previous);
    choose();
}

/* From ready to another state. */
static void unready(TX_THREAD *thread, UINT state)
{
    TX_THREAD **list = &_tx_thread_priority_list[thread->tx_thread_priority];
    RING_REMOVE(*list, thread, tx_thread_ready_next, tx_thread_ready_previous);
    thread->tx_thread_state = state;
    choose();
}

/* Ends the critical section, in another thread if another one is to run. */
void kernel_dispatch(void)
{
    if (_tx_thread_system_state == TX_INITIALIZE_IS_FINISHED && _tx_thread_execute_ptr != _tx_thread_current_ptr) {
        PORT_SWITCH(thread_flavours[thread_number() - 1]);
    } else if (_tx_thread_system_state == TX_INITIALIZE_IS_FINISHED) {
        port_exit_critical();
    }
}

TX_THREAD *kernel_create(const char *name, void (*entry)(ULONG), ULONG parameter, UINT priority, Flavour flavour)
{
    port_enter_critical();
    int slot = 0;
    while (thread_pool[slot].tx_thread_id != 0) {
        slot++;
    }
    TX_THREAD *thread = &thread_pool[slot];
    uint32_t *stack = stacks[slot];
    for (int i = 0; i < STACK_WORDS; i++) {
        stack[i] = STACK_FILL;
    }
    *thread = (TX_THREAD) {
        .tx_thread_stack_start = stack,
        .tx_thread_stack_end = (uint8_t *) (stack + STACK_WORDS) - 1,
        .tx_thread_stack_size = 4 * STACK_WORDS,
        .tx_thread_time_slice = 1,
        .tx_thread_new_time_slice = 1,
        .tx_thread_name = (CHAR *) name,
        .tx_thread_priority = priority,
        .tx_thread_preempt_threshold = priority,
        .tx_thread_entry = entry,
        .tx_thread_entry_parameter = parameter,
        .tx_thread_user_priority = priority,
        .tx_thread_user_preempt_threshold = priority,
        .tx_thread_inherit_priority = TX_MAX_PRIORITIES,
    };
    thread_flavours[slot] = (uint8_t) flavour;
    thread->tx_thread_stack_ptr = port_initial_frame(stack, stack + STACK_WORDS - 2, _tx_thread_shell_entry);
    thread->tx_thread_stack_highest_ptr = thread->tx_thread_stack_ptr;
    thread->tx_thread_id = TX_THREAD_ID;
    RING_APPEND(_tx_thread_created_ptr, thread, tx_thread_created_next, tx_thread_created_previous);
    _tx_thread_created_count++;
    ready(thread);
    kernel_dispatch();
    return thread;
}

void kernel_delete(TX_THREAD *thread)
{
    port_enter_critical();
    RING_REMOVE(_tx_thread_created_ptr, thread, tx_thread_created_next, tx_thread_created_previous);
    _tx_thread_created_count--;
    thread->tx_thread_id = 0;
    port_exit_critical();
}

/* The thread's entry function in the upper half, its parameter in the lower. */
__attribute__((used)) static uint64_t begin(void)
{
#ifdef PORT_VFP_ENABLE
    if (thread_flavours[thread_number() - 1] == FP) {
        tx_thread_vfp_enable();
    }
#endif
    TX_THREAD *self = _tx_thread_current_ptr;
    return (uint64_t) (uintptr_t) self->tx_thread_entry << 32 | self->tx_thread_entry_parameter;
}

__attribute__((used)) static void complete(void)
{
    port_enter_critical();
    unready(_tx_thread_current_ptr, TX_COMPLETED);
    kernel_dispatch();
    corrupted(-1); /* a completed thread never comes here */
}

/* Every thread begins here; where its entry function returns, it ends. The call frame information says: it has no caller. */
__attribute__((naked)) void _tx_thread_shell_entry(void)
{
    asm(".cfi_undefined lr \n bl begin \n blx r1 \n bl complete \n b .");
}

/* Waiting. */

NOINLINE bool kernel_wait(UINT state, void *control_block, Waiters *waiters, ULONG ticks)
{
    TX_THREAD *self = _tx_thread_current_ptr;
    if (waiters != NULL) {
        RING_APPEND(waiters->suspension_list, self, tx_thread_suspended_next, tx_thread_suspended_previous);
        waiters->suspended_count++;
        self->tx_thread_suspend_control_block = control_block;
    }
    self->tx_thread_additional_suspend_info = waiters;
    self->tx_thread_suspension_sequence++;
    self->tx_thread_timer.tx_timer_internal_remaining_ticks = ticks;
    self->tx_thread_suspend_status = 1;
    unready(self, state);
    kernel_dispatch();
    return self->tx_thread_suspend_status == 0;
}

static void leave_waiters(TX_THREAD *thread)
{
    Waiters *waiters = thread->tx_thread_additional_suspend_info;
    if (waiters != NULL) {
        RING_REMOVE(waiters->suspension_list, thread, tx_thread_suspended_next, tx_thread_suspended_previous);
        waiters->suspended_count--;
        thread->tx_thread_additional_suspend_info = NULL;
    }
    thread->tx_thread_timer.tx_timer_internal_remaining_ticks = 0;
    thread->tx_thread_suspending = false;
}

void kernel_wake(TX_THREAD *thread)
{
    leave_waiters(thread);
    thread->tx_thread_suspend_status = 0;
    ready(thread);
}

NOINLINE void kernel_sleep(ULONG ticks)
{
    port_enter_critical();
    kernel_wait(TX_SLEEP, NULL, NULL, ticks);
}

NOINLINE void kernel_relinquish(void)
{
    port_enter_critical();
    TX_THREAD *self = _tx_thread_current_ptr;
    _tx_thread_priority_list[self->tx_thread_priority] = self->tx_thread_ready_next;
    choose();
    kernel_dispatch();
}

NOINLINE void kernel_suspend(TX_THREAD *thread)
{
    port_enter_critical();
    unready(thread == NULL ? _tx_thread_current_ptr : thread, TX_SUSPENDED);
    kernel_dispatch();
}

void kernel_resume(TX_THREAD *thread)
{
    port_enter_critical();
    kernel_wake(thread);
    kernel_dispatch();
}

void kernel_terminate(TX_THREAD *thread)
{
    port_enter_critical();
    if (thread->tx_thread_state == TX_READY) {
        unready(thread, TX_TERMINATED);
    } else {
        leave_waiters(thread);
        thread->tx_thread_state = TX_TERMINATED;
    }
    kernel_dispatch();
}

void kernel_set_priority(TX_THREAD *thread, UINT priority)
{
    UINT state = thread->tx_thread_state;
    if (state == TX_READY) {
        unready(thread, TX_SUSPENDED);
    }
    thread->tx_thread_priority = priority;
    thread->tx_thread_preempt_threshold = priority;
    if (state == TX_READY) {
        ready(thread);
    }
}

/* Time. */

static bool has_timeout(const TX_THREAD *thread)
{
    ULONG ticks = thread->tx_thread_timer.tx_timer_internal_remaining_ticks;
    return thread->tx_thread_state != TX_READY && ticks != 0 && ticks != TX_WAIT_FOREVER;
}

/* In the interrupt's handler. What a timeout leads to is the timer thread's business. */
void kernel_tick(void)
{
    _tx_timer_system_clock++;
    tick_hook();
    TX_THREAD *thread = _tx_thread_created_ptr;
    for (ULONG i = 0; i < _tx_thread_created_count; i++) {
        if (has_timeout(thread) && --thread->tx_thread_timer.tx_timer_internal_remaining_ticks == 0) {
            thread->tx_thread_suspending = true; /* here: its time is over */
            if (timer_thread->tx_thread_state == TX_SUSPENDED) {
                kernel_wake(timer_thread);
            }
        }
        thread = thread->tx_thread_created_next;
    }
    TX_THREAD *current = _tx_thread_current_ptr;
    if (current != NULL && current->tx_thread_state == TX_READY) {
        TX_THREAD **list = &_tx_thread_priority_list[current->tx_thread_priority];
        if (*list == current) { /* every time slice is one tick long */
            *list = current->tx_thread_ready_next;
            choose();
        }
    }
}

static NOINLINE void timeouts(void)
{
    for (int i = 0; i < MAX_THREADS; i++) {
        if (thread_pool[i].tx_thread_suspending) {
            leave_waiters(&thread_pool[i]);
            ready(&thread_pool[i]);
        }
    }
}

static void timer_thread_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        port_enter_critical();
        timeouts();
        unready(timer_thread, TX_SUSPENDED);
        kernel_dispatch();
    }
}

/* Beginning. */

/* A place to stop: all threads are created, and none has run. */
NOINLINE void kernel_start(void)
{
    asm volatile("");
}

/* A place to stop: the kernel is about to call the application's definitions. */
NOINLINE void hardware_ready(void)
{
    asm volatile("");
}

void kernel_enter(void (*define)(void))
{
    _tx_thread_system_state = TX_INITIALIZE_ALMOST_DONE;
    _tx_build_options = 0x01000000u;
    hardware_ready();
    _tx_thread_system_state = TX_INITIALIZE_IN_PROGRESS;
    timer_thread = kernel_create("System Timer Thread", timer_thread_entry, 0x4154494d, 0, PLAIN);
    define();
    kernel_start();
    port_start_tick();
    _tx_thread_system_state = TX_INITIALIZE_IS_FINISHED;
    _tx_thread_schedule();
}
