package org.tcbridge.proxy.session;

import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.frame.Packet;

/**
 * A command as it came from the client.
 *
 * @param type what it is; its content is decoded only when somebody asks
 * @param packet its bytes; whoever consumes the command releases it
 */
record ClientCommand(Class<? extends Command> type, Packet packet) {
    /** A command of the type that its first letters tell. */
    static ClientCommand of(Packet packet) {
        return new ClientCommand(CommandTable.STANDARD.type(packet), packet);
    }

    /** What it means. */
    Command command() {
        return Command.parse(packet);
    }

    /** True when its reply is a stop reply that may take for ever. */
    boolean resumes() {
        return type == ResumeActions.class || type == Resume.class || type == Run.class;
    }
}
