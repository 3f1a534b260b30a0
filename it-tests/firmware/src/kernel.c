#include "kernel.h"

TCB_t *volatile pxCurrentTCB;

static List_t pxReadyTasksLists[configMAX_PRIORITIES];
static List_t xDelayedTaskList1;
static List_t xDelayedTaskList2;
static List_t *volatile pxDelayedTaskList;
static List_t *volatile pxOverflowDelayedTaskList;
static List_t xPendingReadyList;
static List_t xTasksWaitingTermination;
static List_t xSuspendedTaskList;

static volatile UBaseType_t uxDeletedTasksWaitingCleanUp;
static volatile UBaseType_t uxCurrentNumberOfTasks;
static volatile TickType_t xTickCount;
static volatile UBaseType_t uxTopReadyPriority;
static volatile BaseType_t xSchedulerRunning;
static volatile TickType_t xPendedTicks;
static volatile BaseType_t xYieldPending;
static volatile BaseType_t xNumOfOverflows;
static UBaseType_t uxTaskNumber;
static volatile UBaseType_t uxSchedulerSuspended;

__attribute__((used)) static const volatile UBaseType_t uxTopUsedPriority = configMAX_PRIORITIES - 1;

static TCB_t task_pool[MAX_TASKS];
static StackType_t stack_pool[MAX_TASKS][STACK_WORDS] __attribute__((aligned(8)));
static bool pool_used[MAX_TASKS];

/* Lists: rings in which the list's end marker is an item too. */

static void list_init(List_t *list)
{
    ListItem_t *end = (ListItem_t *) &list->xListEnd;
    list->xListEnd.xItemValue = portMAX_DELAY;
    list->xListEnd.pxNext = end;
    list->xListEnd.pxPrevious = end;
    list->pxIndex = end;
    list->uxNumberOfItems = 0;
}

static void link_before(List_t *list, ListItem_t *item, ListItem_t *successor)
{
    item->pxNext = successor;
    item->pxPrevious = successor->pxPrevious;
    successor->pxPrevious->pxNext = item;
    successor->pxPrevious = item;
    item->pxContainer = list;
    list->uxNumberOfItems++;
}

static void list_append(List_t *list, ListItem_t *item)
{
    link_before(list, item, list->pxIndex);
}

static void list_insert_sorted(List_t *list, ListItem_t *item)
{
    ListItem_t *end = (ListItem_t *) &list->xListEnd;
    ListItem_t *successor = end->pxNext;
    while (successor != end && successor->xItemValue <= item->xItemValue) {
        successor = successor->pxNext;
    }
    link_before(list, item, successor);
}

static void list_remove(ListItem_t *item)
{
    List_t *list = item->pxContainer;
    item->pxNext->pxPrevious = item->pxPrevious;
    item->pxPrevious->pxNext = item->pxNext;
    if (list->pxIndex == item) {
        list->pxIndex = item->pxPrevious;
    }
    item->pxContainer = NULL;
    list->uxNumberOfItems--;
}

static TCB_t *list_first(const List_t *list)
{
    return list->uxNumberOfItems == 0 ? NULL : list->xListEnd.pxNext->pvOwner;
}

/* Moving tasks between lists; all with interrupts masked. */

static void make_ready(TCB_t *task)
{
    if (task->uxPriority > uxTopReadyPriority) {
        uxTopReadyPriority = task->uxPriority;
    }
    list_append(&pxReadyTasksLists[task->uxPriority], &task->xStateListItem);
}

static bool is_more_urgent(const TCB_t *task)
{
    return task->uxPriority > pxCurrentTCB->uxPriority;
}

/* Takes a waiting task off all lists and makes it ready; returns whether it should run now. */
static bool wake(TCB_t *task)
{
    if (task->xEventListItem.pxContainer != NULL) {
        list_remove(&task->xEventListItem);
    }
    if (uxSchedulerSuspended != 0) {
        list_append(&xPendingReadyList, &task->xEventListItem);
        return false;
    }
    list_remove(&task->xStateListItem);
    make_ready(task);
    return is_more_urgent(task);
}

static void move_current_to_waiting(TickType_t ticks)
{
    ListItem_t *item = &pxCurrentTCB->xStateListItem;
    list_remove(item);
    if (ticks == portMAX_DELAY) {
        list_append(&xSuspendedTaskList, item);
        return;
    }
    item->xItemValue = xTickCount + ticks;
    list_insert_sorted(item->xItemValue < xTickCount ? pxOverflowDelayedTaskList : pxDelayedTaskList, item);
}

/* Ends a critical section, with a switch if one is due. */
static void leave(bool switch_due)
{
    if (switch_due && xSchedulerRunning) {
        PORT_YIELD();
    } else {
        port_exit_critical();
    }
}

static void init_lists(void)
{
    for (unsigned priority = 0; priority < configMAX_PRIORITIES; priority++) {
        list_init(&pxReadyTasksLists[priority]);
    }
    list_init(&xDelayedTaskList1);
    list_init(&xDelayedTaskList2);
    list_init(&xPendingReadyList);
    list_init(&xTasksWaitingTermination);
    list_init(&xSuspendedTaskList);
    pxDelayedTaskList = &xDelayedTaskList1;
    pxOverflowDelayedTaskList = &xDelayedTaskList2;
}

static unsigned take_pool_slot(void)
{
    for (unsigned slot = 0; slot < MAX_TASKS; slot++) {
        if (!pool_used[slot]) {
            pool_used[slot] = true;
            return slot;
        }
    }
    for (;;) { /* more tasks than MAX_TASKS */
    }
}

static void set_up(TCB_t *task, StackType_t *stack, const char *name, UBaseType_t priority, bool uses_fpu)
{
    for (unsigned i = 0; i < STACK_WORDS; i++) {
        stack[i] = 0xa5a5a5a5u;
    }
    task->pxStack = stack;
    task->pxEndOfStack = stack + STACK_WORDS - 2;
    task->uxPriority = priority;
    task->uxBasePriority = priority;
    task->uxMutexesHeld = 0;
    task->uxTaskNumber = uses_fpu;
    task->uxTCBNumber = ++uxTaskNumber;
    task->ulNotifiedValue[0] = 0;
    task->ucNotifyState[0] = NOT_WAITING_NOTIFICATION;
    task->xStateListItem.pvOwner = task;
    task->xStateListItem.pxContainer = NULL;
    task->xEventListItem.pvOwner = task;
    task->xEventListItem.pxContainer = NULL;
    task->xEventListItem.xItemValue = configMAX_PRIORITIES - priority;
    unsigned i = 0;
    for (; i < configMAX_TASK_NAME_LEN - 1 && name[i] != 0; i++) {
        task->pcTaskName[i] = name[i];
    }
    for (; i < configMAX_TASK_NAME_LEN; i++) {
        task->pcTaskName[i] = 0;
    }
}

TCB_t *kernel_create(TaskFunction entry, const char *name, UBaseType_t priority, bool uses_fpu, void *parameter)
{
    port_enter_critical();
    if (uxCurrentNumberOfTasks == 0) {
        init_lists();
    }
    unsigned slot = take_pool_slot();
    TCB_t *task = &task_pool[slot];
    set_up(task, stack_pool[slot], name, priority, uses_fpu);
    task->pxTopOfStack = port_initial_frame(task->pxEndOfStack, entry, parameter);
    uxCurrentNumberOfTasks++;
    make_ready(task);
    if (!xSchedulerRunning) {
        if (pxCurrentTCB == NULL || is_more_urgent(task)) {
            pxCurrentTCB = task;
        }
        return task; /* interrupts stay masked until the first task starts */
    }
    leave(is_more_urgent(task));
    return task;
}

void kernel_start(void)
{
    xTickCount = 0;
    xSchedulerRunning = 1;
    vTaskSwitchContext();
    port_start();
}

void vTaskSwitchContext(void)
{
    if (uxSchedulerSuspended != 0) {
        xYieldPending = 1;
        return;
    }
    xYieldPending = 0;
    UBaseType_t priority = uxTopReadyPriority;
    while (pxReadyTasksLists[priority].uxNumberOfItems == 0) {
        priority--;
    }
    uxTopReadyPriority = priority;
    List_t *ready = &pxReadyTasksLists[priority];
    ready->pxIndex = ready->pxIndex->pxNext;
    if (ready->pxIndex == (ListItem_t *) &ready->xListEnd) {
        ready->pxIndex = ready->pxIndex->pxNext;
    }
    TCB_t *next = ready->pxIndex->pvOwner;
    task_switch_hook(pxCurrentTCB, next);
    pxCurrentTCB = next;
}

static void swap_delayed_lists(void)
{
    List_t *lapsed = pxDelayedTaskList;
    pxDelayedTaskList = pxOverflowDelayedTaskList;
    pxOverflowDelayedTaskList = lapsed;
    xNumOfOverflows++;
}

bool kernel_tick(void)
{
    if (uxSchedulerSuspended != 0) {
        xPendedTicks++;
        return false;
    }
    xTickCount++;
    if (xTickCount == 0) {
        swap_delayed_lists();
    }
    bool switch_due = false;
    TCB_t *task;
    while ((task = list_first(pxDelayedTaskList)) != NULL && task->xStateListItem.xItemValue <= xTickCount) {
        switch_due |= wake(task);
    }
    tick_hook();
    return switch_due || pxReadyTasksLists[pxCurrentTCB->uxPriority].uxNumberOfItems > 1;
}

void kernel_yield(void)
{
    port_enter_critical();
    PORT_YIELD();
}

void kernel_delay(TickType_t ticks)
{
    port_enter_critical();
    move_current_to_waiting(ticks);
    PORT_YIELD();
}

void kernel_abort_delay(TCB_t *task)
{
    port_enter_critical();
    leave(wake(task));
}

void kernel_suspend(TCB_t *task)
{
    port_enter_critical();
    TCB_t *victim = task == NULL ? pxCurrentTCB : task;
    list_remove(&victim->xStateListItem);
    if (victim->xEventListItem.pxContainer != NULL) {
        list_remove(&victim->xEventListItem);
    }
    list_append(&xSuspendedTaskList, &victim->xStateListItem);
    leave(victim == pxCurrentTCB);
}

void kernel_resume(TCB_t *task)
{
    port_enter_critical();
    leave(wake(task));
}

void kernel_delete(TCB_t *task)
{
    port_enter_critical();
    TCB_t *victim = task == NULL ? pxCurrentTCB : task;
    list_remove(&victim->xStateListItem);
    if (victim->xEventListItem.pxContainer != NULL) {
        list_remove(&victim->xEventListItem);
    }
    if (victim == pxCurrentTCB) {
        list_append(&xTasksWaitingTermination, &victim->xStateListItem);
        uxDeletedTasksWaitingCleanUp++;
        leave(true);
    } else {
        uxCurrentNumberOfTasks--;
        pool_used[victim - task_pool] = false;
        leave(false);
    }
}

void kernel_suspend_all(void)
{
    port_enter_critical();
    uxSchedulerSuspended++;
    port_exit_critical();
}

void kernel_resume_all(void)
{
    port_enter_critical();
    uxSchedulerSuspended--;
    bool switch_due = xYieldPending;
    TCB_t *task;
    while ((task = list_first(&xPendingReadyList)) != NULL) {
        switch_due |= wake(task);
    }
    while (xPendedTicks > 0) {
        xPendedTicks--;
        switch_due |= kernel_tick();
    }
    leave(switch_due);
}

void semaphore_init(Semaphore *semaphore)
{
    semaphore->uxMessagesWaiting = 0;
    list_init(&semaphore->xTasksWaitingToReceive);
}

bool semaphore_take(Semaphore *semaphore, TickType_t ticks)
{
    port_enter_critical();
    if (semaphore->uxMessagesWaiting == 0) {
        list_insert_sorted(&semaphore->xTasksWaitingToReceive, &pxCurrentTCB->xEventListItem);
        move_current_to_waiting(ticks);
        PORT_YIELD();
        port_enter_critical();
    }
    bool taken = semaphore->uxMessagesWaiting > 0;
    if (taken) {
        semaphore->uxMessagesWaiting--;
    }
    port_exit_critical();
    return taken;
}

bool semaphore_give_from_isr(Semaphore *semaphore)
{
    semaphore->uxMessagesWaiting++;
    TCB_t *waiter = list_first(&semaphore->xTasksWaitingToReceive);
    return waiter != NULL && wake(waiter);
}

void semaphore_give(Semaphore *semaphore)
{
    port_enter_critical();
    leave(semaphore_give_from_isr(semaphore));
}

uint32_t notify_wait(TickType_t ticks)
{
    port_enter_critical();
    TCB_t *self = pxCurrentTCB;
    if (self->ucNotifyState[0] != NOTIFICATION_RECEIVED) {
        self->ucNotifyState[0] = WAITING_NOTIFICATION;
        move_current_to_waiting(ticks);
        PORT_YIELD();
        port_enter_critical();
    }
    uint32_t value = self->ulNotifiedValue[0];
    self->ulNotifiedValue[0] = 0;
    self->ucNotifyState[0] = NOT_WAITING_NOTIFICATION;
    port_exit_critical();
    return value;
}

void notify_give(TCB_t *task)
{
    port_enter_critical();
    bool waits = task->ucNotifyState[0] == WAITING_NOTIFICATION;
    task->ulNotifiedValue[0]++;
    task->ucNotifyState[0] = NOTIFICATION_RECEIVED;
    leave(waits && wake(task));
}
