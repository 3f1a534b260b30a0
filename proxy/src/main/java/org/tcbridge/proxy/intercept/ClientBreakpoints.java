package org.tcbridge.proxy.intercept;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.RemoveBreakpoint;

/** Where the client has breakpoints at present, and whether it wants to be told of a stop that it is one of them. Any thread. */
final class ClientBreakpoints {
    private record Key(BreakpointType type, long address) {}

    private final Map<Key, Breakpoint> inserted = new ConcurrentHashMap<>();
    private volatile boolean named;

    /** Notes a command on its way to the server. */
    void passing(Command command) {
        switch (command) {
            case InsertBreakpoint(Breakpoint at) -> inserted.put(new Key(at.type(), at.address()), at);
            case RemoveBreakpoint(Breakpoint at) -> inserted.remove(new Key(at.type(), at.address()));
            default -> {}
        }
    }

    /** From now on the client knows that a stop at one of them says so. */
    void areNamed() {
        named = true;
    }

    /** True when a stop at one of them is to say so. */
    boolean named() {
        return named && !inserted.isEmpty();
    }

    /** True when the target stops at that address for the client. */
    boolean at(long address) {
        return inserted.containsKey(new Key(BreakpointType.SOFTWARE, address))
                || inserted.containsKey(new Key(BreakpointType.HARDWARE, address));
    }
}
