package org.tcbridge.proxy.cache;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SetNonStop;
import org.tcbridge.rsp.description.MemoryMap;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.MemoryReply;
import org.tcbridge.rsp.reply.StopReply;
import org.tcbridge.rsp.reply.SupportedFeatures;

/**
 * Answers reads of memory and registers that cannot have changed since they were read. All that the server is told passes by here, in order,
 * whoever says it, so that every command that may change memory is seen. Each is under way alone: {@link #held} and
 * {@link #sending} before it, {@link #answered} after.
 */
public final class MemoryCache {
    /** Longer reads pass by, in bytes: nobody asks for as much again step after step. */
    private static final int LONG = 256;

    /** No stop reply, and no registers, are longer, in bytes. */
    private static final int MOST = 4096;

    private final LongSupplier clock;
    private final CacheMode mode;
    private final List<ProgramSection> sections;
    private final HeldMemory memory;
    private final MapReader map = new MapReader();
    private final Threads threads = new Threads();
    private final ReadAhead ahead = new ReadAhead();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile boolean active;
    private @Nullable UnderWay underWay;
    private ReadMemory again = new ReadMemory(0, 0);
    private volatile boolean refresh;
    private volatile Zones shown;
    private volatile boolean off;

    /** What the server has not answered yet. */
    private sealed interface UnderWay {
        /**
         * A read.
         *
         * @param sent what was sent for what was asked
         * @param changes of memory before it
         * @param at when, in nanoseconds
         */
        record Reading(ReadMemory asked, ReadMemory sent, int changes, long at) implements UnderWay {}

        /** All registers. */
        record Registers(int changes) implements UnderWay {}

        /** A breakpoint. */
        record Told(Command command) implements UnderWay {}

        /**
         * What may be answered by a stop.
         *
         * @param ran true when the target was let run for it
         */
        record Resumed(boolean ran) implements UnderWay {}
    }

    /**
     * The cache of a session.
     *
     * @param mode what it may hold
     * @param sections of the program; none when its file is not known
     */
    public MemoryCache(CacheMode mode, List<ProgramSection> sections) {
        this(mode, sections, System::nanoTime);
    }

    /**
     * The same with a clock of one's own.
     *
     * @param clock gives nanoseconds
     */
    MemoryCache(CacheMode mode, List<ProgramSection> sections, LongSupplier clock) {
        this.clock = clock;
        this.mode = mode;
        this.sections = sections;
        shown = new Zones(mode, sections, new MemoryMap(List.of()));
        memory = new HeldMemory(shown);
        active = !shown.all().isEmpty();
    }

    /** Any thread: true when some memory is known: else nothing need be told here. */
    public boolean active() {
        return active;
    }

    /** Tells how many bytes of a packet's body the server takes. */
    public void packets(IntSupplier size) {
        ahead.packets(size);
    }

    /** The server says what it can do, to nobody else. */
    public void supports(SupportedFeatures features) {
        OptionalInt size = features.packetSize();
        if (size.isPresent()) {
            ahead.packets(size::getAsInt);
        }
    }

    /** The client asks for a part of the memory map. */
    public void mapAsked(Packet command) {
        map.asked(command);
    }

    /** The server gave it. */
    public void mapAnswered(Packet reply) {
        map.answered(reply).ifPresent(known -> {
            shown = new Zones(mode, sections, known);
            memory.zones(shown);
            active = !off && !shown.all().isEmpty();
        });
    }

    /**
     * The reply to a command that is about to be sent, when the target need not be asked.
     *
     * @param own true when it is the proxy's: its reads of memory are timed, and are to be what they seem
     */
    public @Nullable Packet held(Packet command, boolean own) {
        if (refresh) {
            refresh = false;
            memory.changed();
        }
        return switch (Effect.of(command)) {
            case REGISTERS -> {
                String registers = memory.registers();
                yield registers == null ? null : Packet.of(registers);
            }
            case READ -> own ? null : heldMemory(command);
            case NONE, SELECT, BREAKPOINT, RUN, START, WHY, WRITE, ANYTHING, NON_STOP -> null;
        };
    }

    private @Nullable Packet heldMemory(Packet command) {
        byte[] bytes = Command.parse(command) instanceof ReadMemory read && read.length() <= LONG
                ? memory.get(read.address(), read.length())
                : null;
        if (bytes == null) {
            return null;
        }
        hits.increment();
        return MemoryReply.of(bytes).toPacket();
    }

    /**
     * What to send for a command. Takes over the packet.
     *
     * @param own true when it is the proxy's: it is not widened
     */
    public Packet sending(Packet command, boolean own) {
        underWay = null;
        switch (Effect.of(command)) {
            case NONE -> {}
            case READ -> {
                if (Command.parse(command) instanceof ReadMemory read && read.length() <= LONG) {
                    return reading(command, read, own);
                }
            }
            case REGISTERS -> underWay = new UnderWay.Registers(memory.changes());
            case SELECT -> {
                memory.selected();
                if (Command.parse(command) instanceof SelectThread select) {
                    seen(Optional.of(select.thread()));
                }
            }
            case BREAKPOINT -> underWay = new UnderWay.Told(Command.parse(command));
            case RUN -> {
                memory.runs();
                underWay = new UnderWay.Resumed(true);
            }
            case START -> {
                memory.unsettled();
                underWay = new UnderWay.Resumed(true);
            }
            case WHY -> {
                memory.changed();
                underWay = new UnderWay.Resumed(false);
            }
            case WRITE -> memory.changed();
            case ANYTHING -> memory.unsettled();
            case NON_STOP -> {
                if (!(Command.parse(command) instanceof SetNonStop mode) || mode.enabled()) {
                    stop();
                }
            }
        }
        return command;
    }

    private Packet reading(Packet command, ReadMemory read, boolean own) {
        Zone zone = memory.zone(read.address(), read.length());
        ReadMemory sent = read;
        if (zone != null && !own) {
            misses.increment();
            sent = ahead.widened(read, zone);
        }
        underWay = new UnderWay.Reading(read, sent, memory.changes(), clock.getAsLong());
        if (sent.equals(read)) {
            return command;
        }
        command.release();
        return sent.toPacket();
    }

    /**
     * The server has replied. Takes over the packet.
     *
     * @return the reply to what was asked; null when {@link #again} is to be sent for it
     */
    public @Nullable Packet answered(Packet reply) {
        UnderWay done = underWay;
        underWay = null;
        return switch (done) {
            case null -> reply;
            case UnderWay.Reading reading -> read(reading, reply);
            case UnderWay.Registers(int changes) -> {
                if (changes == memory.changes()) {
                    registers(reply);
                }
                yield reply;
            }
            case UnderWay.Told(Command command) -> {
                told(command, reply.is("OK"));
                yield reply;
            }
            case UnderWay.Resumed(boolean ran) -> {
                stopped(reply, ran);
                yield reply;
            }
        };
    }

    private @Nullable Packet read(UnderWay.Reading reading, Packet reply) {
        ReadMemory sent = reading.sent;
        byte[] bytes = bytes(reply, sent.length());
        boolean exact = sent.equals(reading.asked);
        if (bytes.length == sent.length()) {
            ahead.took(bytes.length, clock.getAsLong() - reading.at);
            if (memory.changes() == reading.changes) {
                memory.put(sent.address(), bytes);
            }
            if (exact) {
                return reply;
            }
            reply.release();
            int from = (int) (reading.asked.address() - sent.address());
            return MemoryReply.of(Arrays.copyOfRange(bytes, from, from + reading.asked.length()))
                    .toPacket();
        }
        if (exact) {
            return reply;
        }
        reply.release();
        ahead.failed(reading.asked);
        again = reading.asked;
        return null;
    }

    /** An error is none: its second digit would be missing, or a dot. */
    private void registers(Packet reply) {
        String text = reply.length() <= MOST ? reply.payload() : "";
        if (text.length() > 3 && Hex.isRegisters(text)) {
            memory.registers(text);
        }
    }

    /** The bytes of a reply to a read; none when it is not exactly so many. */
    private static byte[] bytes(Packet reply, int count) {
        // runs make a reply shorter, nothing makes it longer
        return reply.length() > 2 * count
                ? new byte[0]
                : MemoryReply.parse(reply.payload())
                        .map(MemoryReply::bytes)
                        .filter(bytes -> bytes.length == count)
                        .orElse(new byte[0]);
    }

    /** What the client asked for, after more than that could not be read. */
    public Packet again() {
        ReadMemory read = again;
        underWay = new UnderWay.Reading(read, read, memory.changes(), clock.getAsLong());
        return read.toPacket();
    }

    private void told(Command command, boolean done) {
        switch (command) {
            case InsertBreakpoint(Breakpoint at) -> told(at, true, done);
            case RemoveBreakpoint(Breakpoint at) -> told(at, false, done);
            default -> memory.changed();
        }
    }

    /** A watchpoint is nowhere in memory. */
    private void told(Breakpoint at, boolean insert, boolean done) {
        switch (at.type()) {
            case SOFTWARE, HARDWARE -> memory.breakpoint(at, insert, done);
            case WRITE, READ, ACCESS -> {}
        }
    }

    private void stopped(Packet reply, boolean ran) {
        boolean stop = reply.length() > 0 && reply.length() <= MOST && "TS".indexOf(reply.byteAt(0)) >= 0;
        if (stop && StopReply.parse(reply.payload()).orElse(null) instanceof StopReply.Stopped stopped) {
            seen(stopped.thread());
            memory.halts(ran);
        }
    }

    private void seen(Optional<ThreadId> thread) {
        if (threads.seen(thread)) {
            memory.changed();
        }
    }

    /** Something happened that is not one command and its reply: the target may have run, and its memory may be different. */
    public void disturbed() {
        memory.unsettled();
    }

    /** Replies may not be to what they seem to be: no more is held in this session. */
    public void stop() {
        off = true;
        active = false;
        underWay = null;
        memory.unsettled();
    }

    /** Any thread: whatever is held is forgotten before the next read. */
    public void refresh() {
        refresh = true;
    }

    /** Any thread: what is held and what it is good for, for people. */
    public String text() {
        if (mode == CacheMode.OFF) {
            return "off";
        }
        if (off) {
            return "off: the client has used non-stop mode, or a command was not answered in time";
        }
        Collection<Zone> zones = shown.all();
        if (zones.isEmpty()) {
            return "off: neither the program's file (--elf) nor a memory map is known";
        }
        return "%s: %d of %d reads of %s answered here"
                .formatted(mode.name().toLowerCase(Locale.ROOT), hits.sum(), hits.sum() + misses.sum(), shown);
    }
}
