/* The kernel's own unit: the definitions that count. */
typedef unsigned short TickType_t;
typedef unsigned long UBaseType_t;

struct xLIST;

struct xLIST_ITEM {
    TickType_t xItemValue;
    struct xLIST_ITEM *pxNext;
    struct xLIST_ITEM *pxPrevious;
    void *pvOwner;
    struct xLIST *pvContainer;
};
typedef struct xLIST_ITEM ListItem_t;

typedef struct xLIST {
    volatile UBaseType_t uxNumberOfItems;
    ListItem_t *pxIndex;
    struct {
        TickType_t xItemValue;
        struct xLIST_ITEM *pxNext;
        struct xLIST_ITEM *pxPrevious;
    } xListEnd;
} List_t;

typedef struct tskTaskControlBlock {
    volatile unsigned long *pxTopOfStack;
    ListItem_t xStateListItem;
    ListItem_t xEventListItem;
    UBaseType_t uxPriority;
    unsigned long *pxStack;
    char pcTaskName[10];
    unsigned char flag : 3;
    union {
        UBaseType_t number;
        void *tag;
    };
    unsigned long long ulRunTimeCounter;
    volatile unsigned char ucNotifyState[3];
} tskTCB;
typedef tskTCB TCB_t;

extern TCB_t *volatile pxCurrentTCB;
TCB_t *volatile pxCurrentTCB;
static volatile List_t pxReadyTasksLists[5];
TCB_t *volatile pxCurrentTCBs[2];
static volatile UBaseType_t uxTopReadyPriority;
unsigned char grid[4][6];

__attribute__((used)) void kernel(void)
{
    pxReadyTasksLists[uxTopReadyPriority].pxIndex = &pxCurrentTCB->xStateListItem;
    pxCurrentTCBs[1] = pxCurrentTCB;
    grid[1][2] = 3;
}
