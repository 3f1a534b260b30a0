/*
 * The threads: one for every state a thread can be in, each parked several calls deep with known register values, and some
 * that work, for breakpoints, watchpoints and stepping. README.md has the table; expect/ has it for machines.
 */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))
#define FOR_EVER TX_WAIT_FOREVER
#define LONG_TIME 1000000

/* For a debugger to read. */
volatile uint32_t work_count;       /* rounds of work_step */
volatile uint32_t tick_hook_count;  /* ticks */
volatile uint32_t step_before;      /* thread stepper, before it blocks */
volatile uint32_t step_after;       /* thread stepper, after it blocked */
volatile uint32_t shared_count[2];  /* calls of shared_step by worker_a and worker_b */
volatile uint32_t wake_count;       /* parked threads that were woken, by wake_all, and ran */
volatile uint32_t rest_rounds;      /* times that all have rested */
volatile uint32_t churn_rounds;     /* lives of churn_child that have ended */
volatile uint32_t corruption_count; /* registers that did not survive a switch: must stay 0 */
volatile int corrupted_where;       /* the last of them: a register's number, 100 + n for sn */
TX_THREAD *volatile corrupted_thread;

/* For a debugger to set. */
volatile uint32_t wake_all;      /* 1: once, every parked thread is woken, compares its registers and parks again */
volatile uint32_t rest_enabled;  /* 1: busy lets all rest for a while, again and again: then no thread is ready */
volatile uint32_t churn_enabled; /* 1: churner creates, terminates and deletes churn_child for ever */

TX_QUEUE orders = {.tx_queue_id = TX_QUEUE_ID, .tx_queue_name = "orders"};
TX_SEMAPHORE permits = {.tx_semaphore_id = TX_SEMAPHORE_ID, .tx_semaphore_name = "permits"};
TX_SEMAPHORE anonymous_permits = {.tx_semaphore_id = TX_SEMAPHORE_ID};
TX_EVENT_FLAGS_GROUP alarms = {.tx_event_flags_group_id = TX_EVENT_FLAGS_ID, .tx_event_flags_group_name = "alarms"};
TX_BLOCK_POOL crates = {.tx_block_pool_id = TX_BLOCK_POOL_ID, .tx_block_pool_name = "crates"};
TX_BYTE_POOL heap = {.tx_byte_pool_id = TX_BYTE_POOL_ID, .tx_byte_pool_name = "heap"};
TX_MUTEX bus = {.tx_mutex_id = TX_MUTEX_ID, .tx_mutex_name = "bus", .tx_mutex_inherit = 1};

static TX_THREAD *mutex_owner, *suspended, *nameless, *sleeper;

NOINLINE void corrupted(int where)
{
    corrupted_where = where;
    corrupted_thread = _tx_thread_current_ptr;
    corruption_count++;
}

NOINLINE void tick_hook(void)
{
    tick_hook_count++;
}

/* Something for a debugger to call. */
NOINLINE __attribute__((used)) int add_seven(int number)
{
    return number + 7;
}

/* Parked threads. */

typedef enum { ORDERS, PERMITS, ANONYMOUS_PERMITS, ALARMS, CRATES, HEAP, SLEEP, SUSPEND } Wait;

static NOINLINE void wait_inner(Wait wait, ULONG ticks)
{
    switch (wait) {
    case ORDERS: queue_receive(&orders, ticks); break;
    case PERMITS: semaphore_get(&permits, ticks); break;
    case ANONYMOUS_PERMITS: semaphore_get(&anonymous_permits, ticks); break;
    case ALARMS: event_flags_get(&alarms, ticks); break;
    case CRATES: block_allocate(&crates, ticks); break;
    case HEAP: byte_allocate(&heap, ticks); break;
    case SLEEP: kernel_sleep(ticks); break;
    case SUSPEND: kernel_suspend(NULL); break;
    }
    wake_count++;
}

static NOINLINE void wait_outer(Wait wait, ULONG ticks)
{
    wait_inner(wait, ticks);
    work_count++;
}

#define PARKED_THREAD(entry, wait, ticks)                                                                              \
    static void entry(ULONG parameter)                                                                                 \
    {                                                                                                                  \
        (void) parameter;                                                                                              \
        for (;;) {                                                                                                     \
            wait_outer(wait, ticks);                                                                                   \
        }                                                                                                              \
    }

PARKED_THREAD(queue_waiter_entry, ORDERS, FOR_EVER)
PARKED_THREAD(semaphore_timed_entry, PERMITS, LONG_TIME)
PARKED_THREAD(semaphore_waiter_entry, ANONYMOUS_PERMITS, FOR_EVER)
PARKED_THREAD(event_waiter_entry, ALARMS, FOR_EVER)
PARKED_THREAD(block_waiter_entry, CRATES, FOR_EVER)
PARKED_THREAD(byte_waiter_entry, HEAP, FOR_EVER)
PARKED_THREAD(sleeper_entry, SLEEP, LONG_TIME)
PARKED_THREAD(suspended_entry, SUSPEND, 0)

/* Sleeps with the mutex, so that it inherits mutex_waiter's priority; woken, it hands the mutex on and gets it again. */
static void mutex_owner_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        mutex_get(&bus, FOR_EVER);
        wait_outer(SLEEP, LONG_TIME);
        mutex_put(&bus);
    }
}

static NOINLINE void mutex_inner(void)
{
    mutex_get(&bus, FOR_EVER);
    wake_count++;
    mutex_put(&bus);
}

static void mutex_waiter_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        kernel_sleep(10); /* mutex_owner gets it first */
        mutex_inner();
    }
}

static NOINLINE void end_inner(void)
{
    work_count++;
}

static void completed_entry(ULONG parameter)
{
    (void) parameter;
    end_inner();
}

static void never_ran_entry(ULONG parameter)
{
    corrupted_where = (int) parameter;
    corrupted(-2); /* busy, spin, thumb_spin and polite leave it no time */
}

static NOINLINE void spin_inner(Flavour flavour)
{
    PORT_SPIN(flavour);
    work_count++;
}

static void spin_entry(ULONG flavour)
{
    spin_inner((Flavour) flavour);
}

static NOINLINE void yield_inner(void)
{
    kernel_relinquish();
    work_count++;
}

static void polite_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        yield_inner();
    }
}

/* Threads that work. */

/* Two threads come here, worker_a and worker_b. */
static NOINLINE void shared_step(ULONG worker)
{
    shared_count[worker]++;
}

static NOINLINE void worker_body(ULONG worker)
{
    shared_step(worker);
    kernel_sleep(5 + 2 * worker);
}

static void worker_entry(ULONG worker)
{
    for (;;) {
        worker_body(worker);
    }
}

/* A debugger's `next` over the call of kernel_sleep must end in this thread, on the line behind. */
static NOINLINE void step_over_me(void)
{
    step_before++;
    kernel_sleep(3);
    step_after++;
}

static void stepper_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        step_over_me();
    }
}

/* The child's control block is at the same address in every life. */
static NOINLINE void churn_round(void)
{
    static TX_THREAD *child;
    if (!churn_enabled) {
        return;
    }
    if (child == NULL) {
        child = kernel_create("churn_child", sleeper_entry, 0, 5, PLAIN);
    } else {
        kernel_terminate(child);
        kernel_delete(child);
        child = NULL;
        churn_rounds++;
    }
}

static void churner_entry(ULONG parameter)
{
    (void) parameter;
    for (;;) {
        churn_round();
        kernel_sleep(4);
    }
}

/* The running thread. */

NOINLINE void work_step(uint32_t round)
{
    work_count += (round & 7u) + 1u;
}

/* A good place to stop: every thread is in the state README.md promises. */
NOINLINE void all_parked(void)
{
    asm volatile("");
}

static NOINLINE void wake_everybody(void)
{
    queue_send(&orders);
    semaphore_put(&permits);
    semaphore_put(&anonymous_permits);
    event_flags_set(&alarms);
    block_release(&crates);
    byte_release(&heap);
    kernel_resume(suspended);
    kernel_resume(nameless);
    kernel_resume(sleeper);
    kernel_resume(mutex_owner);
    kernel_sleep(20); /* mutex_waiter waits again */
}

/* The ready threads in the midst of their work are suspended as they are; never_ran with them. */
static NOINLINE void rest(TX_THREAD *const *others, int count)
{
    for (int i = 0; i < count; i++) {
        kernel_suspend(others[i]);
    }
    kernel_sleep(20);
    for (int i = 0; i < count; i++) {
        kernel_resume(others[i]);
    }
    rest_rounds++;
}

static NOINLINE void busy_loop(TX_THREAD *const *others, int count)
{
    for (uint32_t round = 0;; round++) {
        work_step(round);
        if ((round & 63u) == 0) {
            all_parked();
        }
        if (rest_enabled) {
            rest(others, count);
        }
        if (wake_all) {
            wake_all = 0;
            wake_everybody();
        }
    }
}

static void busy_entry(ULONG parameter)
{
    (void) parameter;
    TX_THREAD *terminated = kernel_create("terminated", sleeper_entry, 0, 12, PLAIN);
    kernel_sleep(40); /* no thread is ready; all that start later than the kernel do */
    kernel_terminate(terminated);
    TX_THREAD *others[] = {
        kernel_create("spin", spin_entry, FP, 16, FP),
        kernel_create("thumb_spin", spin_entry, THUMB, 16, THUMB),
        kernel_create("polite", polite_entry, 0, 16, PLAIN),
        kernel_create("never_ran", never_ran_entry, 0x1234abcd, 31, PLAIN),
    };
    for (int i = 0; i < 3; i++) {
        kernel_relinquish(); /* spin, thumb_spin and polite run; the first two for whole ticks */
    }
    busy_loop(others, 4);
}

static void define_threads(void)
{
    kernel_create("queue_waiter", queue_waiter_entry, 0, 9, FP);
    kernel_create("semaphore_timed", semaphore_timed_entry, 0, 10, PLAIN);
    kernel_create("thumb_waiter", semaphore_waiter_entry, 0, 10, THUMB);
    kernel_create("event_waiter", event_waiter_entry, 0, 11, PLAIN);
    kernel_create("block_waiter", block_waiter_entry, 0, 14, PLAIN);
    kernel_create("byte_waiter", byte_waiter_entry, 0, 14, PLAIN);
    mutex_owner = kernel_create("mutex_owner", mutex_owner_entry, 0, 12, PLAIN);
    kernel_create("mutex_waiter", mutex_waiter_entry, 0, 6, PLAIN);
    suspended = kernel_create("suspended", suspended_entry, 0, 13, PLAIN);
    nameless = kernel_create(NULL, suspended_entry, 0, 13, PLAIN);
    sleeper = kernel_create("sleeper", sleeper_entry, 0, 8, FP);
    kernel_create("completed", completed_entry, 0, 7, PLAIN);
    kernel_create("worker_a", worker_entry, 0, 4, FP);
    kernel_create("worker_b", worker_entry, 1, 4, PLAIN);
    kernel_create("stepper", stepper_entry, 0, 8, PLAIN);
    kernel_create("churner", churner_entry, 0, 13, PLAIN);
    kernel_create("busy", busy_entry, 0, 16, PLAIN);
}

int main(void)
{
    kernel_enter(define_threads);
    return 0;
}
