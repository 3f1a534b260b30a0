package org.tcbridge.rsp.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tcbridge.rsp.frame.Packet;

/**
 * The one place where commands and their wire letters meet. The longest row that fits wins, whatever the order of rows; an
 * exact row fits only a packet that ends where the row does.
 */
public final class CommandTable {

    /**
     * One form of a command.
     *
     * @param prefix the text that the command begins with
     * @param exact true when nothing may follow
     * @param type the command
     * @param when which values of the type have this form
     * @param parse reads what follows the prefix; raises {@link IllegalArgumentException} for what is malformed
     * @param <C> the command
     */
    record Row<C extends Command>(
            String prefix, boolean exact, Class<C> type, Predicate<C> when, Function<String, C> parse) {

        boolean fits(String text) {
            return exact ? text.equals(prefix) : text.startsWith(prefix);
        }

        boolean fits(Packet packet) {
            return exact ? packet.is(prefix) : packet.startsWith(prefix);
        }

        boolean renders(Command command) {
            return type.isInstance(command) && when.test(type.cast(command));
        }
    }

    static final List<Row<?>> ROWS = List.of(
            // The session.
            row("qSupported", QuerySupported.class, QuerySupported::parse),
            exact("QStartNoAckMode", StartNoAckMode.class, StartNoAckMode::new),
            exact("qSymbol::", SymbolOffer.class, SymbolOffer::new),
            row("qSymbol:", SymbolValue.class, SymbolValue::parse),
            row("QNonStop:", SetNonStop.class, SetNonStop::parse),
            row("qXfer:features:read:", ReadFeatures.class, ReadFeatures::parse),
            row("qXfer:memory-map:read::", ReadMemoryMap.class, ReadMemoryMap::parse),
            row("qRcmd,", Monitor.class, Monitor::parse),
            // Threads.
            exact("qfThreadInfo", FirstThreads.class, FirstThreads::new),
            exact("qsThreadInfo", MoreThreads.class, MoreThreads::new),
            row("qXfer:threads:read::", ReadThreads.class, ReadThreads::parse),
            row("qThreadExtraInfo,", ThreadExtraInfo.class, ThreadExtraInfo::parse),
            detail("qGetTLSAddr:"),
            detail("qGetTIBAddr:"),
            detail("qThreadStopInfo"),
            detail("jThreadsInfo"),
            detail("jThreadExtendedInfo:"),
            exact("qC", CurrentThread.class, CurrentThread::new),
            row("T", ThreadAlive.class, ThreadAlive::parse),
            row("H", SelectThread.class, SelectThread::parse),
            // Registers.
            exact("g", ReadRegisters.class, ReadRegisters::new),
            row("G", WriteRegisters.class, WriteRegisters::new),
            row("p", ReadRegister.class, ReadRegister::parse),
            row("P", WriteRegister.class, WriteRegister::parse),
            // Memory.
            row("m", ReadMemory.class, ReadMemory::parse),
            row("x", ReadBinaryMemory.class, ReadBinaryMemory::parse),
            row("M", WriteMemory.class, write -> !write.binary(), text -> WriteMemory.parse(text, false)),
            row("X", WriteMemory.class, WriteMemory::binary, text -> WriteMemory.parse(text, true)),
            row("qCRC:", ChecksumMemory.class, ChecksumMemory::parse),
            row("qSearch:memory:", SearchMemory.class, SearchMemory::parse),
            row("vFlashErase:", FlashErase.class, FlashErase::parse),
            row("vFlashWrite:", FlashWrite.class, FlashWrite::parse),
            exact("vFlashDone", FlashDone.class, FlashDone::new),
            // Breakpoints.
            row("Z", InsertBreakpoint.class, text -> new InsertBreakpoint(Breakpoint.parse(text))),
            row("z", RemoveBreakpoint.class, text -> new RemoveBreakpoint(Breakpoint.parse(text))),
            // Running.
            exact("?", WhyStopped.class, WhyStopped::new),
            exact("vCont?", AskResumeActions.class, AskResumeActions::new),
            row("vCont;", ResumeActions.class, ResumeActions::parse),
            row(
                    "c",
                    Resume.class,
                    move -> move.is(Motion.Continue.class, false),
                    text -> Resume.plain(Motion.CONTINUE, text)),
            row("s", Resume.class, move -> move.is(Motion.Step.class, false), text -> Resume.plain(Motion.STEP, text)),
            row("C", Resume.class, move -> move.is(Motion.Continue.class, true), Resume::continueWithSignal),
            row("S", Resume.class, move -> move.is(Motion.Step.class, true), Resume::stepWithSignal),
            row("D", Detach.class, Detach::parse),
            new Row<>("k", true, Kill.class, kill -> kill.process().isEmpty(), _ -> new Kill(OptionalLong.empty())),
            row("vKill;", Kill.class, kill -> kill.process().isPresent(), Kill::ofProcess),
            row("vRun;", Run.class, Run::parse),
            row("R", Restart.class, Restart::new),
            exact("r", Reset.class, Reset::new));

    /** The table of all commands. */
    public static final CommandTable STANDARD = new CommandTable(ROWS);

    private final List<Row<?>> rows;
    private final Map<Character, List<Row<?>>> longestFirst = new HashMap<>();

    CommandTable(List<Row<?>> rows) {
        this.rows = rows;
        for (Row<?> row : rows) {
            longestFirst
                    .computeIfAbsent(row.prefix.charAt(0), _ -> new ArrayList<>())
                    .add(row);
        }
        longestFirst.values().forEach(list -> list.sort(Comparator.comparingInt(row -> -row.prefix.length())));
    }

    /** Reads the text of a command, escapes undone; what is unknown or malformed becomes {@link Opaque}. */
    public Command parse(String text) {
        for (Row<?> row : beginningWith(text.isEmpty() ? 0 : text.charAt(0))) {
            if (row.fits(text)) {
                try {
                    return row.parse.apply(text.substring(row.prefix.length()));
                } catch (IllegalArgumentException malformed) {
                    return new Opaque(text);
                }
            }
        }
        return new Opaque(text);
    }

    /**
     * The type that a client's packet has by its first letters, found without decoding or copying. A malformed packet still
     * parses to {@link Opaque}; one that no row knows is of type {@link Opaque} here.
     */
    public Class<? extends Command> type(Packet packet) {
        List<Row<?>> candidates = beginningWith(packet.length() == 0 ? 0 : packet.byteAt(0));
        // no iterator: this is done for each packet
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).fits(packet)) {
                return candidates.get(i).type;
            }
        }
        return Opaque.class;
    }

    private List<Row<?>> beginningWith(int letter) {
        return longestFirst.getOrDefault((char) letter, List.of());
    }

    String prefix(Command command) {
        for (Row<?> row : rows) {
            if (row.renders(command)) {
                return row.prefix;
            }
        }
        throw new IllegalStateException("no row of the table renders " + command);
    }

    private static <C extends Command> Row<C> row(String prefix, Class<C> type, Function<String, C> parse) {
        return row(prefix, type, _ -> true, parse);
    }

    private static <C extends Command> Row<C> row(
            String prefix, Class<C> type, Predicate<C> when, Function<String, C> parse) {
        return new Row<>(prefix, false, type, when, parse);
    }

    private static Row<ThreadDetail> detail(String query) {
        return row(
                query,
                ThreadDetail.class,
                detail -> detail.query().equals(query),
                arguments -> new ThreadDetail(query, arguments));
    }

    private static <C extends Command> Row<C> exact(String prefix, Class<C> type, Supplier<C> command) {
        return new Row<>(prefix, true, type, _ -> true, _ -> command.get());
    }
}
