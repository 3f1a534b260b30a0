/*
 * A miniature real-time kernel for tests: real threads, a real tick, real context switches.
 *
 * Its structures are laid out as ThreadX 6.4 (32-bit ports, default options; tx_api.h, tx_port.h) lays them out, field for
 * field, and its variables bear ThreadX's names, so a debugger that knows ThreadX knows this kernel. The functions are the
 * tests' own and do only what the tests need.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port.h"
#include "port_config.h"

#define TX_MAX_PRIORITIES 32
#define TX_WAIT_FOREVER 0xffffffffu
#define TX_INITIALIZE_IN_PROGRESS 0xf0f0f0f0u
#define TX_INITIALIZE_ALMOST_DONE 0xf0f0f0f1u
#define TX_INITIALIZE_IS_FINISHED 0u
#define MAX_THREADS 26

typedef char CHAR;
typedef unsigned int UINT;
typedef uint32_t ULONG;

/* tx_thread_state; those that nothing here gets into are left out. */
enum {
    TX_READY = 0,
    TX_COMPLETED = 1,
    TX_TERMINATED = 2,
    TX_SUSPENDED = 3,
    TX_SLEEP = 4,
    TX_QUEUE_SUSP = 5,
    TX_SEMAPHORE_SUSP = 6,
    TX_EVENT_FLAG = 7,
    TX_BLOCK_MEMORY = 8,
    TX_BYTE_MEMORY = 9,
    TX_MUTEX_SUSP = 13,
};

/* The first word of a control block tells what it is: four letters. */
enum {
    TX_THREAD_ID = 0x54485244,
    TX_QUEUE_ID = 0x51554555,
    TX_SEMAPHORE_ID = 0x53454d41,
    TX_EVENT_FLAGS_ID = 0x4456444e,
    TX_BLOCK_POOL_ID = 0x424c4f43,
    TX_BYTE_POOL_ID = 0x42595445,
    TX_MUTEX_ID = 0x4d555445,
};

typedef struct TX_TIMER_INTERNAL_STRUCT {
    ULONG tx_timer_internal_remaining_ticks;
    ULONG tx_timer_internal_re_initialize_ticks;
    void (*tx_timer_internal_timeout_function)(ULONG);
    ULONG tx_timer_internal_timeout_param;
    struct TX_TIMER_INTERNAL_STRUCT *tx_timer_internal_active_next;
    struct TX_TIMER_INTERNAL_STRUCT *tx_timer_internal_active_previous;
    struct TX_TIMER_INTERNAL_STRUCT **tx_timer_internal_list_head;
} TX_TIMER_INTERNAL;

struct TX_MUTEX_STRUCT;

typedef struct TX_THREAD_STRUCT {
    ULONG tx_thread_id;
    ULONG tx_thread_run_count;
    void *tx_thread_stack_ptr; /* offset 8, as the context switches rely on it */
    void *tx_thread_stack_start;
    void *tx_thread_stack_end; /* the last byte */
    ULONG tx_thread_stack_size;
    ULONG tx_thread_time_slice;
    ULONG tx_thread_new_time_slice;
    struct TX_THREAD_STRUCT *tx_thread_ready_next;
    struct TX_THREAD_STRUCT *tx_thread_ready_previous;
    CHAR *tx_thread_name;
    UINT tx_thread_priority;
    UINT tx_thread_state;
    UINT tx_thread_delayed_suspend;
    UINT tx_thread_suspending;
    UINT tx_thread_preempt_threshold;
    void (*tx_thread_schedule_hook)(struct TX_THREAD_STRUCT *thread, ULONG id);
    void (*tx_thread_entry)(ULONG parameter);
    ULONG tx_thread_entry_parameter;
    TX_TIMER_INTERNAL tx_thread_timer;
    void (*tx_thread_suspend_cleanup)(struct TX_THREAD_STRUCT *thread, ULONG sequence);
    void *tx_thread_suspend_control_block; /* keeps its value when the thread is ready again */
    struct TX_THREAD_STRUCT *tx_thread_suspended_next;
    struct TX_THREAD_STRUCT *tx_thread_suspended_previous;
    ULONG tx_thread_suspend_info;
    void *tx_thread_additional_suspend_info; /* here: the Waiters of the control block */
    UINT tx_thread_suspend_option;
    UINT tx_thread_suspend_status;
    struct TX_THREAD_STRUCT *tx_thread_created_next;
    struct TX_THREAD_STRUCT *tx_thread_created_previous;
#ifdef PORT_VFP_ENABLE
    ULONG tx_thread_vfp_enable; /* the port's TX_THREAD_EXTENSION_2 */
#endif
    void *tx_thread_filex_ptr;
    UINT tx_thread_user_priority;
    UINT tx_thread_user_preempt_threshold;
    UINT tx_thread_inherit_priority;
    UINT tx_thread_owned_mutex_count;
    struct TX_MUTEX_STRUCT *tx_thread_owned_mutex_list;
    void *tx_thread_stack_highest_ptr;
    void (*tx_thread_entry_exit_notify)(struct TX_THREAD_STRUCT *thread, UINT type);
    ULONG tx_thread_suspension_sequence;
} TX_THREAD;

/* Two words in every control block that threads wait on: tx_..._suspension_list and tx_..._suspended_count. */
typedef struct {
    TX_THREAD *suspension_list;
    UINT suspended_count;
} Waiters;

typedef struct {
    ULONG tx_queue_id;
    CHAR *tx_queue_name;
    UINT tx_queue_message_size;
    ULONG tx_queue_capacity;
    ULONG tx_queue_enqueued;
    ULONG tx_queue_available_storage;
    ULONG *tx_queue_start, *tx_queue_end, *tx_queue_read, *tx_queue_write;
    Waiters tx_queue_suspension;
} TX_QUEUE;

typedef struct {
    ULONG tx_semaphore_id;
    CHAR *tx_semaphore_name;
    ULONG tx_semaphore_count;
    Waiters tx_semaphore_suspension;
} TX_SEMAPHORE;

typedef struct {
    ULONG tx_event_flags_group_id;
    CHAR *tx_event_flags_group_name;
    ULONG tx_event_flags_group_current;
    UINT tx_event_flags_group_reset_search;
    Waiters tx_event_flags_group_suspension;
} TX_EVENT_FLAGS_GROUP;

typedef struct {
    ULONG tx_block_pool_id;
    CHAR *tx_block_pool_name;
    ULONG tx_block_pool_available;
    UINT tx_block_pool_total;
    uint8_t *tx_block_pool_available_list, *tx_block_pool_start;
    ULONG tx_block_pool_size, tx_block_pool_block_size;
    Waiters tx_block_pool_suspension;
} TX_BLOCK_POOL;

typedef struct {
    ULONG tx_byte_pool_id;
    CHAR *tx_byte_pool_name;
    ULONG tx_byte_pool_available;
    UINT tx_byte_pool_fragments;
    uint8_t *tx_byte_pool_list, *tx_byte_pool_search, *tx_byte_pool_start;
    ULONG tx_byte_pool_size;
    TX_THREAD *tx_byte_pool_owner;
    Waiters tx_byte_pool_suspension;
} TX_BYTE_POOL;

typedef struct TX_MUTEX_STRUCT {
    ULONG tx_mutex_id;
    CHAR *tx_mutex_name;
    UINT tx_mutex_ownership_count;
    TX_THREAD *tx_mutex_owner;
    UINT tx_mutex_inherit;
    UINT tx_mutex_original_priority;
    Waiters tx_mutex_suspension;
} TX_MUTEX;

extern TX_THREAD *volatile _tx_thread_current_ptr;
extern TX_THREAD *volatile _tx_thread_execute_ptr;
extern volatile ULONG _tx_thread_system_state;
extern TX_THREAD thread_pool[MAX_THREADS];
extern uint8_t thread_flavours[MAX_THREADS];

/* Creates a thread; it runs at once if it is the most urgent one (0) and the kernel runs. `flavour`: see port.h. */
TX_THREAD *kernel_create(const char *name, void (*entry)(ULONG), ULONG parameter, UINT priority, Flavour flavour);
void kernel_enter(void (*define)(void));

void kernel_relinquish(void);
void kernel_sleep(ULONG ticks);
/* NULL means the calling thread. */
void kernel_suspend(TX_THREAD *thread);
/* A thread that is suspended or sleeps becomes ready. */
void kernel_resume(TX_THREAD *thread);
void kernel_terminate(TX_THREAD *thread);
/* Takes a completed or terminated thread off the list of all threads. */
void kernel_delete(TX_THREAD *thread);
void _tx_thread_shell_entry(void);

/* Each returns false when the time is over. What is taken is only counted. */
bool queue_receive(TX_QUEUE *queue, ULONG ticks);
void queue_send(TX_QUEUE *queue);
bool semaphore_get(TX_SEMAPHORE *semaphore, ULONG ticks);
void semaphore_put(TX_SEMAPHORE *semaphore);
bool event_flags_get(TX_EVENT_FLAGS_GROUP *group, ULONG ticks);
void event_flags_set(TX_EVENT_FLAGS_GROUP *group);
bool block_allocate(TX_BLOCK_POOL *pool, ULONG ticks);
void block_release(TX_BLOCK_POOL *pool);
bool byte_allocate(TX_BYTE_POOL *pool, ULONG ticks);
void byte_release(TX_BYTE_POOL *pool);
/* Who owns a mutex is as urgent as the most urgent thread that waits for it. */
bool mutex_get(TX_MUTEX *mutex, ULONG ticks);
void mutex_put(TX_MUTEX *mutex);

/* For objects.c: parks the calling thread until kernel_wake; for the ports: the tick. All are called with interrupts masked. */
bool kernel_wait(UINT state, void *control_block, Waiters *waiters, ULONG ticks);
void kernel_wake(TX_THREAD *thread);
void kernel_set_priority(TX_THREAD *thread, UINT priority);
void kernel_dispatch(void);
void kernel_tick(void);

/* From 1, in the order of creation: the K of the planted register values. */
static inline uint32_t thread_number(void)
{
    return (uint32_t) (_tx_thread_current_ptr - thread_pool) + 1;
}

/* The application's hooks; the tick's is called in the interrupt's handler. */
void tick_hook(void);
void hardware_ready(void);
void kernel_start(void);

#endif
