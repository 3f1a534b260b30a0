package org.tcbridge.rsp.trace;

import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.ChecksumMemory;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.FlashDone;
import org.tcbridge.rsp.command.FlashErase;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.Kill;
import org.tcbridge.rsp.command.Monitor;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.ReadBinaryMemory;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadMemoryMap;
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
import org.tcbridge.rsp.command.SymbolOffer;
import org.tcbridge.rsp.command.SymbolValue;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.ThreadDetail;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;

/** What a command is about. */
public enum PacketKind {
    /** Memory and flash. */
    MEMORY,
    /** Registers. */
    REGISTERS,
    /** Which threads there are, and which is meant. */
    THREADS,
    /** What lets the target run, and why it stands. */
    RUN,
    /** Breakpoints and watchpoints. */
    BREAKPOINTS,
    /** The client's symbols. */
    SYMBOLS,
    /** The server's own commands. */
    MONITOR,
    /** All else: features, descriptions, modes. */
    OTHER;

    /** The kind of a client's command, given without escapes. */
    public static PacketKind of(String text) {
        return of(CommandTable.STANDARD.parse(text));
    }

    private static PacketKind of(Command command) {
        return switch (command) {
            case ReadMemory _,
                    ReadBinaryMemory _,
                    ReadMemoryMap _,
                    WriteMemory _,
                    ChecksumMemory _,
                    SearchMemory _,
                    FlashErase _,
                    FlashWrite _,
                    FlashDone _ -> MEMORY;
            case ReadRegisters _, WriteRegisters _, ReadRegister _, WriteRegister _ -> REGISTERS;
            case FirstThreads _,
                    MoreThreads _,
                    ReadThreads _,
                    ThreadExtraInfo _,
                    ThreadDetail _,
                    CurrentThread _,
                    ThreadAlive _,
                    SelectThread _ -> THREADS;
            case ResumeActions _, Resume _, AskResumeActions _, WhyStopped _, Kill _, Restart _, Reset _, Run _ -> RUN;
            case InsertBreakpoint _, RemoveBreakpoint _ -> BREAKPOINTS;
            case SymbolOffer _, SymbolValue _ -> SYMBOLS;
            case Monitor _ -> MONITOR;
            default -> OTHER;
        };
    }
}
