package org.tcbridge.rsp.command;

import org.tcbridge.rsp.frame.Packet;

/**
 * A message from a client to a server. Its wire letters stand in {@link CommandTable} only.
 *
 * <p>Source of the forms: GDB manual, nodes "Packets" and "General Query Packets", where the record names no other.
 */
public sealed interface Command
        permits AskResumeActions,
                ChecksumMemory,
                CurrentThread,
                Detach,
                FirstThreads,
                FlashDone,
                FlashErase,
                FlashWrite,
                InsertBreakpoint,
                Kill,
                Monitor,
                MoreThreads,
                Opaque,
                QuerySupported,
                ReadBinaryMemory,
                ReadFeatures,
                ReadMemory,
                ReadMemoryMap,
                ReadRegister,
                ReadRegisters,
                ReadThreads,
                RemoveBreakpoint,
                Reset,
                Restart,
                Resume,
                ResumeActions,
                Run,
                SearchMemory,
                SelectThread,
                SetNonStop,
                StartNoAckMode,
                SymbolOffer,
                SymbolValue,
                ThreadAlive,
                ThreadDetail,
                ThreadExtraInfo,
                WhyStopped,
                WriteMemory,
                WriteRegister,
                WriteRegisters {

    /** What follows the command's wire letters, one char a byte, nothing escaped; empty where there is nothing. */
    default String arguments() {
        return "";
    }

    /** The whole text of the command, one char a byte, nothing escaped. */
    default String wire() {
        return CommandTable.STANDARD.prefix(this) + arguments();
    }

    /** The command as a packet to send. */
    default Packet toPacket() {
        return Packet.of(wire());
    }

    /** Reads a client's packet, which stays the caller's; what is unknown or malformed becomes {@link Opaque}. */
    static Command parse(Packet packet) {
        return CommandTable.STANDARD.parse(packet.command());
    }
}
