package org.tcbridge.bench.micro;

/** Kernels with many tasks in memory, laid out as their sources have it. */
final class Kernels {
    private static final int PRIORITIES = 8;
    private static final int STACK = 0x200;
    private static final int PC = 0x8000;
    private static final int THUMB = 0x0100_0000;

    private Kernels() {}

    /** FreeRTOS V11 in its default configuration: every task delayed but the first, which runs. A Cortex-M3 frame each. */
    static Image freeRtos(int tasks) {
        Image image = new Image(0x4000 + tasks * (STACK + 0x100));
        int current = image.variable("pxCurrentTCB", 4);
        image.put(image.variable("uxCurrentNumberOfTasks", 4), tasks);
        image.put(image.variable("uxTopReadyPriority", 4), PRIORITIES - 1);
        image.put(image.variable("xTickCount", 4), 1);
        image.put(image.variable("xSchedulerRunning", 4), 1);
        int delayed = image.variable("pxDelayedTaskList", 4);
        int overflow = image.variable("pxOverflowDelayedTaskList", 4);
        int ready = image.variable("pxReadyTasksLists", 20 * PRIORITIES);
        for (int priority = 0; priority < PRIORITIES; priority++) {
            list(image, ready + 20 * priority);
        }
        int later = list(image, image.variable("xDelayedTaskList1", 20));
        int muchLater = list(image, image.variable("xDelayedTaskList2", 20));
        list(image, image.variable("xPendingReadyList", 20));
        list(image, image.variable("xTasksWaitingTermination", 20));
        list(image, image.variable("xSuspendedTaskList", 20));
        image.put(delayed, later);
        image.put(overflow, muchLater);
        for (int task = 0; task < tasks; task++) {
            int tcb = freeRtosTask(image, task);
            boolean running = task == 0;
            insert(image, running ? ready : later, tcb + 4, running ? 0 : 1 + task);
            if (running) {
                image.put(current, tcb);
            }
        }
        return image;
    }

    /** A task control block: stack pointer, two list items, priority, stack, name, base priority (tasks.c, V10 and V11). */
    private static int freeRtosTask(Image image, int task) {
        int stack = image.allocate(STACK);
        int frame = stack + STACK - 0x80;
        int tcb = image.allocate(0x60);
        image.put(tcb, frame);
        image.put(tcb + 16, tcb);
        image.put(tcb + 24, PRIORITIES);
        image.put(tcb + 36, tcb);
        image.put(tcb + 48, stack);
        image.text(tcb + 52, "task" + task);
        image.put(frame + 4 * 14, PC);
        image.put(frame + 4 * 15, THUMB);
        return tcb;
    }

    /** count, index, and the end item: value, next, previous (list.h). */
    private static int list(Image image, int list) {
        int end = list + 8;
        image.put(list + 4, end);
        image.put(end, -1);
        image.put(end + 4, end);
        image.put(end + 8, end);
        return list;
    }

    /** value, next, previous, owner, container; at the end of the list. */
    private static void insert(Image image, int list, int item, int value) {
        int end = list + 8;
        int last = image.get(end + 8);
        image.put(item, value);
        image.put(item + 4, end);
        image.put(item + 8, last);
        image.put(item + 16, list);
        image.put(item + 12, item - 4);
        image.put(last + 4, item);
        image.put(end + 8, item);
        image.put(list, image.get(list) + 1);
    }

    /** ThreadX 6 in its default configuration (tx_api.h, TX_THREAD): all threads sleep but the first, which runs. */
    static Image threadX(int threads) {
        Image image = new Image(0x4000 + threads * (STACK + 0x200));
        int current = image.variable("_tx_thread_current_ptr", 4);
        int execute = image.variable("_tx_thread_execute_ptr", 4);
        int created = image.variable("_tx_thread_created_ptr", 4);
        image.put(image.variable("_tx_thread_created_count", 4), threads);
        image.variable("_tx_thread_system_state", 4);
        image.variable("_tx_thread_preempt_disable", 4);
        int first = 0;
        int last = 0;
        for (int i = 0; i < threads; i++) {
            int thread = threadXThread(image, i);
            first = i == 0 ? thread : first;
            if (i > 0) {
                image.put(last + CREATED_NEXT, thread);
                image.put(thread + CREATED_NEXT + 4, last);
            }
            last = thread;
        }
        image.put(last + CREATED_NEXT, first);
        image.put(first + CREATED_NEXT + 4, last);
        image.put(created, first);
        image.put(current, first);
        image.put(execute, first);
        return image;
    }

    private static final int CREATED_NEXT = 136;
    private static final int THREAD_SIZE = 172;
    private static final int TX_SLEEP = 4;

    private static int threadXThread(Image image, int number) {
        int stack = image.allocate(STACK);
        int name = image.string("thread" + number);
        int thread = image.allocate(THREAD_SIZE);
        image.put(thread, 0x54485244); // TX_THREAD_ID
        image.put(thread + 4, 1); // tx_thread_run_count
        image.put(thread + 8, stack + STACK - 0x80);
        image.put(thread + 12, stack);
        image.put(thread + 16, stack + STACK - 1);
        image.put(thread + 20, STACK);
        image.put(thread + 40, name);
        image.put(thread + 44, number % PRIORITIES);
        image.put(thread + 48, number == 0 ? 0 : TX_SLEEP);
        image.put(thread + 60, number % PRIORITIES); // tx_thread_preempt_threshold
        image.put(thread + 68, PC); // tx_thread_entry
        image.put(thread + 148, number % PRIORITIES); // tx_thread_user_priority
        image.put(thread + 152, number % PRIORITIES);
        image.put(thread + 156, 32); // tx_thread_inherit_priority: none
        return thread;
    }
}
