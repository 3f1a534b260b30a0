package org.tcbridge.freertos;

import org.tcbridge.core.layout.CStruct;
import org.tcbridge.core.layout.CType;
import org.tcbridge.core.layout.Condition.Unless;
import org.tcbridge.core.layout.Condition.When;

/** The kernel's structs, as include/list.h and tasks.c of FreeRTOS-Kernel V7.5 to V11.3 declare them. */
final class KernelTypes {
    static final String TICK = "TickType_t";
    static final String WORD = "UBaseType_t";
    static final String MPU_SETTINGS = "xMPU_SETTINGS";
    static final String TLS_BLOCK = "configTLS_BLOCK_TYPE";
    static final String NAME_LENGTH = "configMAX_TASK_NAME_LEN";
    static final String TLS_POINTERS = "configNUM_THREAD_LOCAL_STORAGE_POINTERS";
    static final String NOTIFICATIONS = "configTASK_NOTIFICATION_ARRAY_ENTRIES";

    static final String INTEGRITY = "configUSE_LIST_DATA_INTEGRITY_CHECK_BYTES";
    static final String MINI_LIST_ITEM = "configUSE_MINI_LIST_ITEM";
    static final String MPU = "portUSING_MPU_WRAPPERS";
    static final String CORE_AFFINITY = "configUSE_CORE_AFFINITY";
    /** Stands for {@code configNUMBER_OF_CORES > 1}. */
    static final String SMP = "configNUMBER_OF_CORES";

    static final String STACK_END = "configRECORD_STACK_HIGH_ADDRESS";
    static final String NESTING = "portCRITICAL_NESTING_IN_TCB";
    static final String TRACE = "configUSE_TRACE_FACILITY";
    static final String MUTEXES = "configUSE_MUTEXES";
    /** Stands for V8.1.0 or newer, where a task counts the mutexes it holds. */
    static final String MUTEX_COUNT = "uxMutexesHeld";

    static final String TAG = "configUSE_APPLICATION_TASK_TAG";
    static final String RUN_TIME = "configGENERATE_RUN_TIME_STATS";
    static final String TLS_SUPPORT = "configUSE_C_RUNTIME_TLS_SUPPORT";
    static final String NOTIFY = "configUSE_TASK_NOTIFICATIONS";
    /** Stands for V9.0.0 or newer, where the notification state is a byte or several. */
    static final String NOTIFY_BYTES = "ucNotifyState";
    /** Stands for V8.2, where the notification state is an {@code enum}, which many ABIs give 4 bytes. */
    static final String NOTIFY_ENUM = "eNotifyState";

    private static final CType TICKS = new CType.Typedef(TICK);
    private static final CType NUMBER = new CType.Typedef(WORD);
    private static final CType ITEM_POINTER = new CType.Pointer("ListItem_t");

    /** {@code ListItem_t}, {@code xLIST_ITEM}. */
    static final CStruct LIST_ITEM = CStruct.named("ListItem_t", "FreeRTOS-Kernel include/list.h, V7.5 to V11.3")
            .with("xListItemIntegrityValue1", TICKS, new When(INTEGRITY))
            .with("xItemValue", TICKS)
            .with("pxNext", ITEM_POINTER)
            .with("pxPrevious", ITEM_POINTER)
            .with("pvOwner", new CType.Pointer("TCB_t"))
            .with("pvContainer", new CType.Pointer("List_t"))
            .with("xListItemIntegrityValue2", TICKS, new When(INTEGRITY));

    /** {@code MiniListItem_t}, {@code xMINI_LIST_ITEM}. */
    static final CStruct MINI_ITEM = CStruct.named("MiniListItem_t", "FreeRTOS-Kernel include/list.h, V7.5 to V11.3")
            .with("xListItemIntegrityValue", TICKS, new When(INTEGRITY))
            .with("xItemValue", TICKS)
            .with("pxNext", ITEM_POINTER)
            .with("pxPrevious", ITEM_POINTER);

    /** {@code List_t}, {@code xLIST}. */
    static final CStruct LIST = CStruct.named("List_t", "FreeRTOS-Kernel include/list.h, V7.5 to V11.3")
            .with("xListIntegrityValue1", TICKS, new When(INTEGRITY))
            .with("uxNumberOfItems", NUMBER)
            .with("pxIndex", ITEM_POINTER)
            .with("xListEnd", new CType.Embedded(MINI_ITEM), new When(MINI_LIST_ITEM))
            .with("xListEnd", new CType.Embedded(LIST_ITEM), new Unless(MINI_LIST_ITEM))
            .with("xListIntegrityValue2", TICKS, new When(INTEGRITY));

    /** {@code TCB_t}; {@code xStateListItem} is {@code xGenericListItem} up to V8. */
    static final CStruct TCB = CStruct.named("TCB_t", "FreeRTOS-Kernel tasks.c, V7.5 to V11.3")
            .with("pxTopOfStack", new CType.Pointer("StackType_t"))
            .with("xMPUSettings", new CType.Opaque(MPU_SETTINGS, 0), new When(MPU))
            .with("uxCoreAffinityMask", NUMBER, new When(CORE_AFFINITY))
            .with("xStateListItem", new CType.Embedded(LIST_ITEM))
            .with("xEventListItem", new CType.Embedded(LIST_ITEM))
            .with("uxPriority", NUMBER)
            .with("pxStack", new CType.Pointer("StackType_t"))
            .with("xTaskRunState", NUMBER, new When(SMP))
            .with("uxTaskAttributes", NUMBER, new When(SMP))
            .with("pcTaskName", new CType.Array(new CType.Fixed("char", 1), NAME_LENGTH))
            .with("pxEndOfStack", new CType.Pointer("StackType_t"), new When(STACK_END))
            .with("uxCriticalNesting", NUMBER, new When(NESTING))
            .with("uxTCBNumber", NUMBER, new When(TRACE))
            .with("uxTaskNumber", NUMBER, new When(TRACE))
            .with("uxBasePriority", NUMBER, new When(MUTEXES))
            .with("uxMutexesHeld", NUMBER, new When(MUTEX_COUNT))
            .with("pxTaskTag", new CType.Pointer("void"), new When(TAG))
            .with(
                    "pvThreadLocalStoragePointers",
                    new CType.Array(new CType.Pointer("void"), TLS_POINTERS),
                    new When(TLS_POINTERS))
            .with("ulRunTimeCounter", new CType.Fixed("uint32_t", 4), new When(RUN_TIME))
            .with("xTLSBlock", new CType.Opaque(TLS_BLOCK, 4), new When(TLS_SUPPORT))
            .with("ulNotifiedValue", new CType.Array(new CType.Fixed("uint32_t", 4), NOTIFICATIONS), new When(NOTIFY))
            .with("eNotifyState", new CType.Fixed("eNotifyValue", 4), new When(NOTIFY_ENUM))
            .with(
                    "ucNotifyState",
                    new CType.Array(new CType.Fixed("uint8_t", 1), NOTIFICATIONS),
                    new When(NOTIFY_BYTES));

    private KernelTypes() {}
}
