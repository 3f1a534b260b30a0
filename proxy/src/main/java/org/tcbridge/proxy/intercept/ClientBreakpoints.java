package org.tcbridge.proxy.intercept;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.RemoveBreakpoint;

/** Where the client has breakpoints at present. Any thread. */
final class ClientBreakpoints {
    private record Key(BreakpointType type, long address) {}

    private final Map<Key, Breakpoint> inserted = new ConcurrentHashMap<>();

    /** Notes a command on its way to the server. */
    void passing(Command command) {
        switch (command) {
            case InsertBreakpoint(Breakpoint at) -> inserted.put(new Key(at.type(), at.address()), at);
            case RemoveBreakpoint(Breakpoint at) -> inserted.remove(new Key(at.type(), at.address()));
            default -> {}
        }
    }

    /** True when the target stops at that address for the client. */
    boolean at(long address) {
        return inserted.containsKey(new Key(BreakpointType.SOFTWARE, address))
                || inserted.containsKey(new Key(BreakpointType.HARDWARE, address));
    }
}
