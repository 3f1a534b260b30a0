package org.tcbridge.proxy.session;

import java.util.Locale;
import java.util.Set;
import org.tcbridge.rsp.command.ChecksumMemory;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.FlashDone;
import org.tcbridge.rsp.command.FlashErase;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.ReadThreads;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.command.SearchMemory;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SetNonStop;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;
import org.tcbridge.rsp.frame.Packet;

/**
 * A command as it came from the client.
 *
 * @param type what it is; its content is decoded only when somebody asks
 * @param packet its bytes; whoever consumes the command releases it
 */
record ClientCommand(Class<? extends Command> type, Packet packet) {
    /**
     * Commands whose replies begin with a hexadecimal digit, {@code OK} or a letter that no stop reply begins with. Not among
     * them is the binary read: LLDB's is answered by the bytes alone.
     */
    private static final Set<Class<? extends Command>> NEVER_STOPPED_BY = Set.of(
            ChecksumMemory.class,
            CurrentThread.class,
            FirstThreads.class,
            FlashDone.class,
            FlashErase.class,
            FlashWrite.class,
            InsertBreakpoint.class,
            MoreThreads.class,
            ReadFeatures.class,
            ReadMemory.class,
            ReadRegister.class,
            ReadRegisters.class,
            ReadThreads.class,
            RemoveBreakpoint.class,
            SearchMemory.class,
            SelectThread.class,
            SetNonStop.class,
            StartNoAckMode.class,
            ThreadAlive.class,
            WriteMemory.class,
            WriteRegister.class,
            WriteRegisters.class);

    /** A command of the type that its first letters tell. */
    static ClientCommand of(Packet packet) {
        return new ClientCommand(CommandTable.STANDARD.type(packet), packet);
    }

    /** What kind of command it is, in words. */
    String words() {
        return type == Opaque.class
                ? "unknown"
                : type.getSimpleName().replaceAll("\\B(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** What it means. */
    Command command() {
        return Command.parse(packet);
    }

    /** True when what looks like a stop reply may be its reply. */
    boolean mayStop() {
        return !NEVER_STOPPED_BY.contains(type);
    }

    /** True when its reply is a stop reply that may take for ever. */
    boolean resumes() {
        return type == ResumeActions.class || type == Resume.class || type == Run.class;
    }
}
