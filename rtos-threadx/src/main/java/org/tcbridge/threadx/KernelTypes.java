package org.tcbridge.threadx;

import org.tcbridge.core.layout.CStruct;
import org.tcbridge.core.layout.CType;
import org.tcbridge.core.layout.Condition.When;

/** The kernel's structs, as common/inc/tx_api.h and common_smp/inc/tx_api.h of ThreadX 6.4 declare them. */
final class KernelTypes {
    /** Stands for the kernel for several cores. */
    static final String SMP = "TX_THREAD_SMP";

    static final String ULONG = "ULONG";
    /** What a port adds to a thread, in bytes. */
    static final String EXTENSION_0 = "TX_THREAD_EXTENSION_0";

    static final String EXTENSION_1 = "TX_THREAD_EXTENSION_1";
    static final String EXTENSION_2 = "TX_THREAD_EXTENSION_2";
    static final String TIMER_EXTENSION = "TX_TIMER_INTERNAL_EXTENSION";

    private static final String SOURCE = "ThreadX 6.4 common/inc/tx_api.h, common_smp/inc/tx_api.h";
    private static final CType LONG = new CType.Typedef(ULONG);
    private static final CType INT = new CType.Fixed("UINT", 4);
    private static final CType THREAD_POINTER = new CType.Pointer("TX_THREAD");
    private static final CType TIMER_POINTER = new CType.Pointer("TX_TIMER_INTERNAL");
    private static final CType ANY_POINTER = new CType.Pointer("VOID");

    /** {@code TX_TIMER_INTERNAL}. */
    static final CStruct TIMER = CStruct.named("TX_TIMER_INTERNAL", SOURCE)
            .with("tx_timer_internal_remaining_ticks", LONG)
            .with("tx_timer_internal_re_initialize_ticks", LONG)
            .with("tx_timer_internal_timeout_function", ANY_POINTER)
            .with("tx_timer_internal_timeout_param", LONG)
            .with("tx_timer_internal_active_next", TIMER_POINTER)
            .with("tx_timer_internal_active_previous", TIMER_POINTER)
            .with("tx_timer_internal_list_head", TIMER_POINTER)
            .with("tx_timer_internal_smp_cores_excluded", LONG, new When(SMP))
            .with("extension", new CType.Opaque(TIMER_EXTENSION, 0));

    /** {@code TX_THREAD}, as far as it is of use. */
    static final CStruct THREAD = CStruct.named("TX_THREAD", SOURCE)
            .with("tx_thread_id", LONG)
            .with("tx_thread_run_count", LONG)
            .with("tx_thread_stack_ptr", ANY_POINTER)
            .with("tx_thread_stack_start", ANY_POINTER)
            .with("tx_thread_stack_end", ANY_POINTER)
            .with("tx_thread_stack_size", LONG)
            .with("tx_thread_time_slice", LONG)
            .with("tx_thread_new_time_slice", LONG)
            .with("tx_thread_ready_next", THREAD_POINTER)
            .with("tx_thread_ready_previous", THREAD_POINTER)
            .with("extension_0", new CType.Opaque(EXTENSION_0, 0))
            .with("tx_thread_name", new CType.Pointer("CHAR"))
            .with("tx_thread_priority", INT)
            .with("tx_thread_state", INT)
            .with("tx_thread_delayed_suspend", INT)
            .with("tx_thread_suspending", INT)
            .with("tx_thread_preempt_threshold", INT)
            .with("tx_thread_schedule_hook", ANY_POINTER)
            .with("tx_thread_entry", ANY_POINTER)
            .with("tx_thread_entry_parameter", LONG)
            .with("tx_thread_timer", new CType.Embedded(TIMER))
            .with("tx_thread_suspend_cleanup", ANY_POINTER)
            .with("tx_thread_suspend_control_block", ANY_POINTER)
            .with("tx_thread_suspended_next", THREAD_POINTER)
            .with("tx_thread_suspended_previous", THREAD_POINTER)
            .with("tx_thread_suspend_info", LONG)
            .with("tx_thread_additional_suspend_info", ANY_POINTER)
            .with("tx_thread_suspend_option", INT)
            .with("tx_thread_suspend_status", INT)
            .with("extension_1", new CType.Opaque(EXTENSION_1, 0))
            .with("tx_thread_created_next", THREAD_POINTER)
            .with("tx_thread_created_previous", THREAD_POINTER)
            .with("tx_thread_smp_core_mapped", INT, new When(SMP))
            .with("tx_thread_smp_core_control", LONG, new When(SMP))
            .with("tx_thread_smp_core_executing", INT, new When(SMP))
            .with("extension_2", new CType.Opaque(EXTENSION_2, 4))
            .with("tx_thread_filex_ptr", ANY_POINTER)
            .with("tx_thread_user_priority", INT)
            .with("tx_thread_user_preempt_threshold", INT)
            .with("tx_thread_inherit_priority", INT);

    /** How every object begins that a thread can wait on: {@code TX_QUEUE}, {@code TX_SEMAPHORE} and so on. */
    static final CStruct OBJECT =
            CStruct.named("TX_QUEUE", SOURCE).with("id", LONG).with("name", new CType.Pointer("CHAR"));

    private KernelTypes() {}
}
