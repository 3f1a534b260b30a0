package org.tcbridge.proxy.intercept;

import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;

/**
 * Keeps the conditions of the client's breakpoints, of which the server knows nothing. gdb tells of a breakpoint that is in once more
 * when its conditions change: the server is not told of it, since some would have it twice, and take out one of them.
 */
final class Insertion implements Interceptor {
    private final ClientBreakpoints breakpoints;

    Insertion(ClientBreakpoints breakpoints) {
        this.breakpoints = breakpoints;
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return type == InsertBreakpoint.class && breakpoints.conditionsAreOurs();
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        if (!(command instanceof InsertBreakpoint(Breakpoint at))) {
            return next.proceed(command);
        }
        RawReply reply = RawReply.of("OK");
        if (!breakpoints.isIn(at)) {
            breakpoints.inserting(at);
            reply = next.proceed(new InsertBreakpoint(at.bare()));
        }
        if (reply.text().equals("OK")) {
            breakpoints.inserted(at);
        } else {
            breakpoints.refused(at);
        }
        return reply;
    }
}
