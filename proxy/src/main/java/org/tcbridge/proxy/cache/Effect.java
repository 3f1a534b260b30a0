package org.tcbridge.proxy.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.ChecksumMemory;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.ReadBinaryMemory;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadMemoryMap;
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
import org.tcbridge.rsp.command.SymbolOffer;
import org.tcbridge.rsp.command.SymbolValue;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.ThreadDetail;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;
import org.tcbridge.rsp.frame.Packet;

/** What a command does to what is known of memory. A command that is not known to be harmless may do anything. */
enum Effect {
    /** Nothing. */
    NONE,
    /** Reads memory in hexadecimal. */
    READ,
    /** Reads all general registers. */
    REGISTERS,
    /** Chooses the thread whose memory is read. */
    SELECT,
    /** Inserts or removes a breakpoint. */
    BREAKPOINT,
    /** Lets the program run; a stop reply says that it stands still. */
    RUN,
    /** Starts the program anew; so does this one's. */
    START,
    /** Asks why the target stands; some servers change breakpoints, and some say so of one that runs. */
    WHY,
    /** Changes memory, or how it is seen: registers may choose a memory bank or a page table. */
    WRITE,
    /** Changes anything; the target may run afterwards, though nobody is told. */
    ANYTHING,
    /** The target may run at any time. */
    NON_STOP;

    private static final Map<Class<? extends Command>, Effect> OF = new HashMap<>();

    static {
        for (Class<? extends Command> type : List.of(
                AskResumeActions.class,
                ChecksumMemory.class,
                CurrentThread.class,
                FirstThreads.class,
                MoreThreads.class,
                QuerySupported.class,
                ReadBinaryMemory.class,
                ReadFeatures.class,
                ReadMemoryMap.class,
                ReadRegister.class,
                ReadThreads.class,
                SearchMemory.class,
                StartNoAckMode.class,
                SymbolOffer.class,
                SymbolValue.class,
                ThreadAlive.class,
                ThreadDetail.class,
                ThreadExtraInfo.class)) {
            OF.put(type, NONE);
        }
        OF.put(ReadMemory.class, READ);
        OF.put(ReadRegisters.class, REGISTERS);
        OF.put(SelectThread.class, SELECT);
        OF.put(InsertBreakpoint.class, BREAKPOINT);
        OF.put(RemoveBreakpoint.class, BREAKPOINT);
        OF.put(Resume.class, RUN);
        OF.put(ResumeActions.class, RUN);
        OF.put(Run.class, START);
        OF.put(WhyStopped.class, WHY);
        OF.put(WriteMemory.class, WRITE);
        OF.put(WriteRegister.class, WRITE);
        OF.put(WriteRegisters.class, WRITE);
        OF.put(SetNonStop.class, NON_STOP);
    }

    /**
     * Questions that the table of commands has no row for, and that change nothing (GDB manual, "General Query Packets"; LLDB's
     * lldb-gdb-remote.txt).
     */
    private static final List<String> HARMLESS = List.of(
            "qAttached",
            "qOffsets",
            "qTStatus",
            "vMustReplyEmpty",
            "qHostInfo",
            "qProcessInfo",
            "qRegisterInfo",
            "qMemoryRegionInfo");

    /** The effect of a client's or the proxy's command. */
    static Effect of(Packet command) {
        Class<? extends Command> type = CommandTable.STANDARD.type(command);
        if (type != Opaque.class) {
            return OF.getOrDefault(type, ANYTHING);
        }
        if (HARMLESS.stream().anyMatch(command::startsWith)
                || (command.startsWith("qXfer:") && command.command().contains(":read:"))) {
            return NONE;
        }
        // queries and settings do not let it run
        return command.startsWith("q") || command.startsWith("Q") ? WRITE : ANYTHING;
    }
}
