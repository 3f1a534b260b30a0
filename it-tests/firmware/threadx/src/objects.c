/* What threads wait on. Nothing is handed over: what is taken is only counted. */
#include "kernel.h"

#define NOINLINE __attribute__((noinline, noclone))

static NOINLINE bool take(ULONG *count, UINT state, void *control_block, Waiters *waiters, ULONG ticks)
{
    port_enter_critical();
    if (*count == 0) {
        return kernel_wait(state, control_block, waiters, ticks);
    }
    (*count)--;
    port_exit_critical();
    return true;
}

static void give(ULONG *count, Waiters *waiters)
{
    port_enter_critical();
    if (waiters->suspension_list == NULL) {
        (*count)++;
    } else {
        kernel_wake(waiters->suspension_list);
    }
    kernel_dispatch();
}

NOINLINE bool queue_receive(TX_QUEUE *queue, ULONG ticks)
{
    return take(&queue->tx_queue_enqueued, TX_QUEUE_SUSP, queue, &queue->tx_queue_suspension, ticks);
}

void queue_send(TX_QUEUE *queue)
{
    give(&queue->tx_queue_enqueued, &queue->tx_queue_suspension);
}

NOINLINE bool semaphore_get(TX_SEMAPHORE *semaphore, ULONG ticks)
{
    return take(&semaphore->tx_semaphore_count, TX_SEMAPHORE_SUSP, semaphore, &semaphore->tx_semaphore_suspension, ticks);
}

void semaphore_put(TX_SEMAPHORE *semaphore)
{
    give(&semaphore->tx_semaphore_count, &semaphore->tx_semaphore_suspension);
}

NOINLINE bool event_flags_get(TX_EVENT_FLAGS_GROUP *group, ULONG ticks)
{
    return take(&group->tx_event_flags_group_current, TX_EVENT_FLAG, group, &group->tx_event_flags_group_suspension, ticks);
}

void event_flags_set(TX_EVENT_FLAGS_GROUP *group)
{
    give(&group->tx_event_flags_group_current, &group->tx_event_flags_group_suspension);
}

NOINLINE bool block_allocate(TX_BLOCK_POOL *pool, ULONG ticks)
{
    return take(&pool->tx_block_pool_available, TX_BLOCK_MEMORY, pool, &pool->tx_block_pool_suspension, ticks);
}

void block_release(TX_BLOCK_POOL *pool)
{
    give(&pool->tx_block_pool_available, &pool->tx_block_pool_suspension);
}

NOINLINE bool byte_allocate(TX_BYTE_POOL *pool, ULONG ticks)
{
    return take(&pool->tx_byte_pool_available, TX_BYTE_MEMORY, pool, &pool->tx_byte_pool_suspension, ticks);
}

void byte_release(TX_BYTE_POOL *pool)
{
    give(&pool->tx_byte_pool_available, &pool->tx_byte_pool_suspension);
}

static void own(TX_MUTEX *mutex, TX_THREAD *thread)
{
    mutex->tx_mutex_owner = thread;
    mutex->tx_mutex_ownership_count = 1;
    mutex->tx_mutex_original_priority = thread->tx_thread_priority;
    thread->tx_thread_owned_mutex_count = 1;
    thread->tx_thread_owned_mutex_list = mutex;
}

NOINLINE bool mutex_get(TX_MUTEX *mutex, ULONG ticks)
{
    port_enter_critical();
    TX_THREAD *self = _tx_thread_current_ptr;
    TX_THREAD *owner = mutex->tx_mutex_owner;
    if (owner == NULL) {
        own(mutex, self);
        port_exit_critical();
        return true;
    }
    if (mutex->tx_mutex_inherit && self->tx_thread_priority < owner->tx_thread_priority) {
        owner->tx_thread_inherit_priority = self->tx_thread_priority;
        kernel_set_priority(owner, self->tx_thread_priority);
    }
    return kernel_wait(TX_MUTEX_SUSP, mutex, &mutex->tx_mutex_suspension, ticks);
}

void mutex_put(TX_MUTEX *mutex)
{
    port_enter_critical();
    TX_THREAD *self = _tx_thread_current_ptr;
    TX_THREAD *heir = mutex->tx_mutex_suspension.suspension_list;
    self->tx_thread_owned_mutex_count = 0;
    self->tx_thread_owned_mutex_list = NULL;
    self->tx_thread_inherit_priority = TX_MAX_PRIORITIES;
    mutex->tx_mutex_owner = NULL;
    mutex->tx_mutex_ownership_count = 0;
    if (heir != NULL) {
        own(mutex, heir);
        kernel_wake(heir);
    }
    kernel_set_priority(self, self->tx_thread_user_priority);
    kernel_dispatch();
}
