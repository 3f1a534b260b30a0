/* An application's unit, with structs of its own that bear the kernel's names. */
typedef struct tskTaskControlBlock {
    int nothing;
    char pcTaskName[99];
} TCB_t;

typedef struct TX_THREAD_STRUCT {
    unsigned long tx_thread_id;
    char *tx_thread_name;
} TX_THREAD;

extern void *volatile pxCurrentTCB;
static TCB_t *volatile pxCurrentTCBs[7];
static TCB_t mine;
TX_THREAD *thread;
void *uxTopReadyPriority;

__attribute__((used)) int other(void)
{
    return mine.nothing + (pxCurrentTCBs[3] != 0) + (pxCurrentTCB != 0) + (thread->tx_thread_id != 0);
}
