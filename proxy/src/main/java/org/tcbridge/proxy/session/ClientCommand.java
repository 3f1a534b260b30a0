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
import org.tcbridge.rsp.command.Reset;
import org.tcbridge.rsp.command.Restart;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.command.SearchMemory;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SetNonStop;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;
import org.tcbridge.rsp.frame.Packet;

/** What a client's command is by its first letters: all that the proxy knows of one that it forwards. One object for each type. */
final class ClientCommand implements Question {
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

    private static final ClassValue<ClientCommand> ALL = new ClassValue<>() {
        @Override
        protected ClientCommand computeValue(Class<?> type) {
            return new ClientCommand(type.asSubclass(Command.class));
        }
    };

    private final Class<? extends Command> type;
    private final boolean mayStop;
    private final boolean resumes;

    private ClientCommand(Class<? extends Command> type) {
        this.type = type;
        mayStop = !NEVER_STOPPED_BY.contains(type);
        resumes = type == ResumeActions.class || type == Resume.class || type == Run.class;
    }

    /** What commands of a type are. */
    static ClientCommand of(Class<? extends Command> type) {
        return ALL.get(type);
    }

    /** What a packet of the client's is. */
    static ClientCommand of(Packet packet) {
        return of(CommandTable.STANDARD.type(packet));
    }

    /** Its type; its content is decoded only when somebody asks. */
    Class<? extends Command> type() {
        return type;
    }

    /** What kind of command it is, in words. */
    String words() {
        return type == Opaque.class
                ? "unknown"
                : type.getSimpleName().replaceAll("\\B(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** True when it has no reply (GDB manual, node "Packets", {@code R} and {@code r}). */
    boolean neverAnswered() {
        return type == Restart.class || type == Reset.class;
    }

    @Override
    public ClientCommand client() {
        return this;
    }

    /** The server's first reply may be one of the last client's, whose command this one is taken for. */
    @Override
    public boolean mayStop(boolean first) {
        return resumes || type == WhyStopped.class || (mayStop && !first);
    }

    @Override
    public boolean own() {
        return false;
    }

    @Override
    public boolean resumes() {
        return resumes;
    }
}
