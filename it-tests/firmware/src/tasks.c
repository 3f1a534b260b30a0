/*
 * The tasks: one for every state a task can be in, each parked several calls deep with known register values, and some that
 * work, for breakpoints, watchpoints and stepping. README.md has the table; expect/ has it for machines.
 */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))
#define FOR_EVER portMAX_DELAY

/* Defines a task's entry in assembly, which calls the function `body`; a debugger's backtrace of the task ends there. */
#define ENTRY(entry, body)                                                                                             \
    void entry(void *parameter);                                                                                       \
    void body(void *parameter);                                                                                        \
    TASK_ENTRY(entry, body)

/* For a debugger to read. */
volatile uint32_t work_count;       /* rounds of work_step */
volatile uint32_t tick_hook_count;  /* ticks */
volatile uint32_t switch_count;     /* calls of task_switch_hook */
volatile uint32_t step_before;      /* task stepper, before it blocks */
volatile uint32_t step_after;       /* task stepper, after it blocked */
volatile uint32_t shared_count[2];  /* calls of shared_step by worker_a and worker_b */
volatile uint32_t wake_count;       /* parked tasks that were woken, by wake_all or pending_enabled, and ran */
volatile uint32_t churn_rounds;     /* lives of churn_child that have ended */
volatile uint32_t corruption_count; /* registers that did not survive a task switch: must stay 0 */
volatile int corrupted_where;       /* the last of them: a register's number, 100 + n for sn */
TCB_t *volatile corrupted_task;

/* For a debugger to set. */
volatile uint32_t churn_enabled;   /* 1: churner creates and deletes churn_child for ever */
volatile uint32_t pending_enabled; /* 1: once, pender becomes ready while the scheduler is suspended: see pending_ready */
volatile uint32_t wake_all;        /* 1: once, every parked task is woken, compares its registers and parks again */

static Semaphore waiters_semaphore;
static Semaphore pending_semaphore;
static TCB_t *notify_waiter_task;
static TCB_t *sleeper_task;
static TCB_t *sleeper_wrap_task;
static TCB_t *suspended_task;

typedef struct {
    int index;
    TickType_t period;
} Worker;

static Worker worker_a = {0, 5};
static Worker worker_b = {1, 7};

NOINLINE void corrupted(int where)
{
    corrupted_where = where;
    corrupted_task = pxCurrentTCB;
    corruption_count++;
}

NOINLINE void tick_hook(void)
{
    tick_hook_count++;
}

NOINLINE void task_switch_hook(TCB_t *from, TCB_t *to)
{
    if (from != to) {
        switch_count++;
    }
}

/* Something for a debugger to call. */
NOINLINE __attribute__((used)) int add_seven(int number)
{
    return number + 7;
}

/* Parked tasks. */

static NOINLINE void wait_inner(Semaphore *semaphore, TickType_t ticks)
{
    if (semaphore_take(semaphore, ticks)) {
        wake_count++;
    }
}

static NOINLINE void wait_outer(Semaphore *semaphore, TickType_t ticks)
{
    wait_inner(semaphore, ticks);
    work_count++;
}

ENTRY(task_queue_waiter, queue_waiter_main)
void queue_waiter_main(void *parameter)
{
    for (;;) {
        wait_outer(parameter, FOR_EVER);
    }
}

ENTRY(task_queue_timed, queue_timed_main)
void queue_timed_main(void *parameter)
{
    for (;;) {
        wait_outer(parameter, 1000000);
    }
}

static NOINLINE void listen_inner(TickType_t ticks)
{
    if (notify_wait(ticks) != 0) {
        wake_count++;
    }
}

static NOINLINE void listen_outer(TickType_t ticks)
{
    listen_inner(ticks);
    work_count++;
}

ENTRY(task_notify_waiter, notify_waiter_main)
void notify_waiter_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        listen_outer(FOR_EVER);
    }
}

static NOINLINE void sleep_inner(TickType_t ticks)
{
    kernel_delay(ticks);
    wake_count++;
}

static NOINLINE void sleep_outer(TickType_t ticks)
{
    sleep_inner(ticks);
    work_count++;
}

ENTRY(task_sleeper, sleeper_main)
void sleeper_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        sleep_outer(500000);
    }
}

/* Sleeps past the wrap of the tick count, so it is on the overflow list. */
ENTRY(task_sleeper_wrap, sleeper_wrap_main)
void sleeper_wrap_main(void *parameter)
{
    (void) parameter;
    kernel_delay(20);
    for (;;) {
        sleep_outer(0xfffffff0u);
    }
}

static NOINLINE void rest_inner(void)
{
    kernel_suspend(NULL);
    wake_count++;
}

static NOINLINE void rest_outer(void)
{
    rest_inner();
    work_count++;
}

ENTRY(task_suspended, suspended_main)
void suspended_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        rest_outer();
    }
}

static NOINLINE void end_inner(void)
{
    kernel_delete(NULL);
    corrupted(-1); /* a deleted task never comes here */
}

static NOINLINE void end_outer(void)
{
    end_inner();
    work_count++;
}

ENTRY(task_deleted, deleted_main)
void deleted_main(void *parameter)
{
    (void) parameter;
    end_outer();
}

ENTRY(task_never_ran, never_ran_main)
void never_ran_main(void *parameter)
{
    corrupted_where = (int) (uintptr_t) parameter;
    corrupted(-2); /* busy, spin and polite leave it no time */
    kernel_suspend(NULL);
}

static NOINLINE void spin_inner(void)
{
    PORT_SPIN();
    work_count++;
}

static NOINLINE void spin_outer(void)
{
    spin_inner();
    work_count++;
}

ENTRY(task_spin, spin_main)
void spin_main(void *parameter)
{
    (void) parameter;
    spin_outer();
}

ENTRY(task_idle, idle_main)
void idle_main(void *parameter)
{
    (void) parameter;
    spin_outer();
}

static NOINLINE void yield_inner(void)
{
    kernel_yield();
    work_count++;
}

static NOINLINE void yield_outer(void)
{
    yield_inner();
    work_count++;
}

ENTRY(task_polite, polite_main)
void polite_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        yield_outer();
    }
}

ENTRY(task_pender, pender_main)
void pender_main(void *parameter)
{
    for (;;) {
        wait_outer(parameter, FOR_EVER);
    }
}

/* Tasks that work. */

/* Two tasks come here, worker_a and worker_b. */
static NOINLINE void shared_step(Worker *worker)
{
    shared_count[worker->index]++;
}

static NOINLINE void worker_body(Worker *worker)
{
    shared_step(worker);
    kernel_delay(worker->period);
}

ENTRY(task_worker, worker_main)
void worker_main(void *parameter)
{
    for (;;) {
        worker_body(parameter);
    }
}

/* A debugger's `next` over the call of kernel_delay must end in this task, on the line behind. */
static NOINLINE void step_over_me(void)
{
    step_before++;
    kernel_delay(3);
    step_after++;
}

ENTRY(task_stepper, stepper_main)
void stepper_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        step_over_me();
    }
}

ENTRY(task_churn_child, churn_child_main)
void churn_child_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        sleep_outer(100000);
    }
}

static TCB_t *churn_child;

/* The child's TCB is at the same address in every life; its number is not. */
static NOINLINE void churn_round(void)
{
    if (!churn_enabled) {
        return;
    }
    if (churn_child == NULL) {
        churn_child = kernel_create(task_churn_child, "churn_child", 5, false, NULL);
    } else {
        kernel_delete(churn_child);
        churn_child = NULL;
        churn_rounds++;
    }
}

ENTRY(task_churner, churner_main)
void churner_main(void *parameter)
{
    (void) parameter;
    for (;;) {
        churn_round();
        kernel_delay(4);
    }
}

/* The running task. */

NOINLINE void work_step(uint32_t round)
{
    work_count += (round & 7u) + 1u;
}

/* A good place to stop: every task is in the state README.md promises. */
NOINLINE void all_parked(void)
{
    asm volatile("");
}

/* A place to stop with pender on xPendingReadyList, and the scheduler suspended. */
NOINLINE void pending_ready(void)
{
    asm volatile("");
}

static NOINLINE void make_pending(void)
{
    kernel_suspend_all();
    port_enter_critical();
    semaphore_give_from_isr(&pending_semaphore);
    port_exit_critical();
    pending_ready();
    kernel_resume_all();
}

static NOINLINE void wake_everybody(void)
{
    semaphore_give(&waiters_semaphore);
    semaphore_give(&waiters_semaphore);
    notify_give(notify_waiter_task);
    kernel_abort_delay(sleeper_task);
    kernel_abort_delay(sleeper_wrap_task);
    kernel_resume(suspended_task);
}

static NOINLINE void busy_loop(void)
{
    for (uint32_t round = 0;; round++) {
        work_step(round);
        if ((round & 63u) == 0) {
            all_parked();
        }
        if (pending_enabled) {
            pending_enabled = 0;
            make_pending();
        }
        if (wake_all) {
            wake_all = 0;
            wake_everybody();
        }
    }
}

ENTRY(task_busy, busy_main)
void busy_main(void *parameter)
{
    (void) parameter;
    kernel_delay(40); /* idle runs, and so do all that start later than the scheduler */
    kernel_create(task_spin, "spin", 2, true, NULL);
    kernel_create(task_polite, "polite", 2, false, NULL);
    kernel_create(task_never_ran, "never_ran", 1, false, (void *) 0x1234abcd);
    kernel_create(task_deleted, "deleted", 3, false, NULL);
    for (int i = 0; i < 3; i++) {
        kernel_yield(); /* spin and polite run; spin for whole ticks */
    }
    busy_loop();
}

int main(void)
{
    semaphore_init(&waiters_semaphore);
    semaphore_init(&pending_semaphore);
    kernel_create(task_idle, "IDLE", 0, false, NULL);
    kernel_create(task_queue_waiter, "queue_waiter", 5, true, &waiters_semaphore);
    kernel_create(task_queue_timed, "queue_timed", 5, false, &waiters_semaphore);
    notify_waiter_task = kernel_create(task_notify_waiter, "notify_waiter", 4, false, NULL);
    sleeper_task = kernel_create(task_sleeper, "sleeper", 4, true, NULL);
    sleeper_wrap_task = kernel_create(task_sleeper_wrap, "sleeper_wrap", 3, false, NULL);
    suspended_task = kernel_create(task_suspended, "suspended", 3, false, NULL);
    kernel_create(task_worker, "worker_a", 6, true, &worker_a);
    kernel_create(task_worker, "worker_b", 6, false, &worker_b);
    kernel_create(task_stepper, "stepper", 4, false, NULL);
    kernel_create(task_churner, "churner", 3, false, NULL);
    kernel_create(task_pender, "pender", 5, false, &pending_semaphore);
    kernel_create(task_busy, "busy", 2, false, NULL);
    kernel_start();
    return 0;
}
