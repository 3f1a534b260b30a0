package org.tcbridge.rsp.trace;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.ChecksumMemory;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.Detach;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.FlashDone;
import org.tcbridge.rsp.command.FlashErase;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.Kill;
import org.tcbridge.rsp.command.Monitor;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.Motion;
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
import org.tcbridge.rsp.command.Reset;
import org.tcbridge.rsp.command.Restart;
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

/** Commands in words. */
final class CommandMeaning {

    /** How many actions of one command are shown. */
    private static final int SHOWN = 4;

    private CommandMeaning() {}

    /** What a command asks for; empty for one that is not known. */
    static String of(Command command) {
        return switch (command) {
            case Opaque _ -> "";
            case QuerySupported query ->
                "features: " + query.features().size() + " of the client's, asks for the server's";
            case StartNoAckMode _ -> "end acknowledgements";
            case SymbolOffer _ -> "offers symbols";
            case SymbolValue value -> "symbol " + PacketText.quoted(value.name()) + at(value.address(), " is unknown");
            case SetNonStop mode -> mode.enabled() ? "non-stop mode" : "all-stop mode";
            case ReadFeatures read ->
                "read description " + PacketText.quoted(read.annex()) + from(read.offset(), read.length());
            case ReadMemoryMap read -> "read memory map" + from(read.offset(), read.length());
            case Monitor monitor -> "monitor " + PacketText.quoted(monitor.text());
            case FirstThreads _ -> "list threads";
            case MoreThreads _ -> "list more threads";
            case ReadThreads read -> "read thread list" + from(read.offset(), read.length());
            case ThreadExtraInfo info -> "text for thread " + info.thread();
            case ThreadDetail _ -> "details of threads";
            case CurrentThread _ -> "which thread is current";
            case ThreadAlive alive -> "does thread " + alive.thread() + " exist";
            case SelectThread select -> "select thread " + select.thread() + " for " + purpose(select.purpose());
            case ReadRegisters _ -> "read registers";
            case WriteRegisters write -> "write registers, " + write.hex().length() / 2 + " bytes";
            case ReadRegister read -> "read register " + read.number();
            case WriteRegister write -> "write register " + write.number();
            case ReadMemory read -> "read " + span(read.address(), read.length());
            case ReadBinaryMemory read -> "read in binary " + span(read.address(), read.length());
            case WriteMemory write -> "write " + span(write.address(), write.length());
            case ChecksumMemory sum -> "checksum of " + span(sum.address(), sum.length());
            case SearchMemory search -> "search " + span(search.address(), search.length());
            case FlashErase erase -> "erase flash " + span(erase.address(), erase.length());
            case FlashWrite write ->
                "write flash " + span(write.address(), write.data().length());
            case FlashDone _ -> "flash is complete";
            case InsertBreakpoint insert -> "set " + point(insert.at());
            case RemoveBreakpoint remove -> "remove " + point(remove.at());
            case WhyStopped _ -> "why does the target stand";
            case AskResumeActions _ -> "which actions are known";
            case ResumeActions resume -> actions(resume.actions());
            case Resume resume -> motion(resume.motion()) + at(resume.address(), "");
            case Detach _ -> "detach";
            case Kill _ -> "kill";
            case Restart _ -> "restart";
            case Reset _ -> "reset";
            case Run _ -> "run a program";
        };
    }

    private static String actions(List<ResumeActions.Action> actions) {
        String shown = actions.stream().limit(SHOWN).map(CommandMeaning::action).collect(Collectors.joining(", "));
        return actions.size() > SHOWN ? shown + " and " + (actions.size() - SHOWN) + " more" : shown;
    }

    private static String action(ResumeActions.Action action) {
        return motion(action.motion()) + " "
                + action.thread().map(ThreadId::wire).map("thread "::concat).orElse("the others");
    }

    private static String motion(Motion motion) {
        return switch (motion) {
            case Motion.Continue move -> "continue" + signal(move.signal());
            case Motion.Step move -> "step" + signal(move.signal());
            case Motion.Stop _ -> "stop";
            case Motion.RangeStep range -> "step from " + hex(range.start()) + " to " + hex(range.end());
        };
    }

    private static String signal(OptionalInt signal) {
        return signal.isPresent() ? " with signal " + signal.getAsInt() : "";
    }

    private static String purpose(SelectThread.Purpose purpose) {
        return switch (purpose) {
            case REGISTERS -> "registers and memory";
            case EXECUTION -> "running";
        };
    }

    private static String point(Breakpoint point) {
        String what = switch (point.type()) {
            case SOFTWARE -> "breakpoint";
            case HARDWARE -> "hardware breakpoint";
            case WRITE -> "write watchpoint";
            case READ -> "read watchpoint";
            case ACCESS -> "access watchpoint";
        };
        return what + " at " + hex(point.address());
    }

    private static String from(int offset, int length) {
        return ", " + length + " bytes from " + offset;
    }

    private static String span(long address, long length) {
        return length + " bytes at " + hex(address);
    }

    private static String at(OptionalLong address, String otherwise) {
        return address.isPresent() ? " at " + hex(address.getAsLong()) : otherwise;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
