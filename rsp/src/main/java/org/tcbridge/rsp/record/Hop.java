package org.tcbridge.rsp.record;

import java.util.Arrays;
import java.util.Optional;

/** Between whom a packet travelled, and in which direction, seen from the proxy in the middle. */
public enum Hop {
    /** From gdb. */
    FROM_GDB("gdb>", true),
    /** To gdb. */
    TO_GDB("gdb<", false),
    /** To the GDB server. */
    TO_SERVER("server<", true),
    /** From the GDB server. */
    FROM_SERVER("server>", false);

    private final String text;
    private final boolean command;

    Hop(String text, boolean command) {
        this.text = text;
        this.command = command;
    }

    /** As it stands in a file. */
    public String text() {
        return text;
    }

    /** True towards the server: commands; false towards gdb: replies. */
    public boolean isCommand() {
        return command;
    }

    /** True between gdb and the proxy, false between the proxy and the server. */
    public boolean atGdb() {
        return this == FROM_GDB || this == TO_GDB;
    }

    static Optional<Hop> of(String text) {
        return Arrays.stream(values()).filter(hop -> hop.text.equals(text)).findFirst();
    }
}
