package org.tcbridge.freertos;

/** One of a task control block's two list items, and how its members are called in the control block's layout. */
enum TaskItem {
    /** Of the list that tells the task's state. */
    STATE("xStateListItem"),
    /** Of what the task waits for. */
    EVENT("xEventListItem");

    private final String member;
    private final String value;
    private final String next;
    private final String previous;
    private final String owner;
    private final String container;

    TaskItem(String member) {
        this.member = member;
        value = member + ".xItemValue";
        next = member + ".pxNext";
        previous = member + ".pxPrevious";
        owner = member + ".pvOwner";
        container = member + ".pvContainer";
    }

    /** The item itself. */
    String member() {
        return member;
    }

    String value() {
        return value;
    }

    String next() {
        return next;
    }

    String previous() {
        return previous;
    }

    String owner() {
        return owner;
    }

    String container() {
        return container;
    }
}
