package org.tcbridge.cli.snapshot;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.serve.ImageServer;
import org.tcbridge.rsp.serve.ImageServerBuilder;

/**
 * A stopped target as its GDB server showed it.
 *
 * @param program what it runs; empty when nobody said
 * @param cores its CPUs, the one that stopped first
 * @param descriptions documents of the target description, by annex
 * @param memoryMap the server's map of the memory; empty when it has none
 * @param memory what was read of it, in order; then what the program's file has of it
 * @param symbols those that were asked for to find the tasks, by name
 */
public record StoppedTarget(
        Optional<ProgramFile> program,
        List<Core> cores,
        Map<String, String> descriptions,
        Optional<String> memoryMap,
        List<Region> memory,
        SortedMap<String, KnownSymbol> symbols) {
    private static final String STILL =
            "this target is a snapshot: it can be looked at and written to, but it cannot run";

    /**
     * The file of the program.
     *
     * @param name without folders
     * @param sha256 in hexadecimal
     * @param machine its {@code e_machine}
     */
    public record ProgramFile(String name, String sha256, int machine, ByteOrder order) {}

    /**
     * A CPU.
     *
     * @param thread the server's thread
     * @param general its reply to {@code g}
     * @param others registers that only {@code p} reads, by number
     */
    public record Core(ThreadId thread, String general, SortedMap<Integer, String> others) {}

    /**
     * A range of memory.
     *
     * @param fromTarget true when it was read of the target, false when it is what the program's file has there
     * @param unreadable parts that the server did not give; the bytes there mean nothing
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Region(long address, byte[] bytes, boolean fromTarget, List<Range> unreadable) {
        /** Copies the list. */
        public Region {
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * A symbol that was asked for and is there.
     *
     * @param size in bytes; empty when it is not known
     */
    public record KnownSymbol(long address, OptionalLong size) {}

    /** Copies the lists. */
    public StoppedTarget {
        cores = List.copyOf(cores);
        memory = List.copyOf(memory);
    }

    /** What is known of the program; empty without symbols. */
    public Optional<Program> known() {
        return symbols.isEmpty()
                ? Optional.empty()
                : Optional.of(new Program(
                        new Known(symbols),
                        program.map(ProgramFile::order),
                        program.isPresent() ? OptionalInt.of(program.get().machine()) : OptionalInt.empty()));
    }

    private record Known(Map<String, KnownSymbol> all) implements Symbols {
        @Override
        public OptionalLong address(String name) {
            KnownSymbol known = all.get(name);
            return known == null ? OptionalLong.empty() : OptionalLong.of(known.address());
        }

        @Override
        public OptionalLong size(String name) {
            KnownSymbol known = all.get(name);
            return known == null ? OptionalLong.empty() : known.size();
        }
    }

    /** A GDB server for it on a free port of the loopback address; it keeps no account of what it is asked. */
    public ImageServer serve() {
        return image().forgetful().start();
    }

    /** The beginning of a GDB server for it. */
    public ImageServerBuilder image() {
        ImageServerBuilder server = ImageServer.builder().still(STILL);
        cores.forEach(core -> server.thread(core.thread(), core.general(), core.others()));
        memory.forEach(region -> readable(region).forEach(part -> server.region(part.address(), part.bytes())));
        descriptions.forEach(server::annex);
        memoryMap.ifPresent(server::memoryMap);
        return server;
    }

    /** The parts of a region that can be read. */
    public static List<Region> readable(Region region) {
        List<Region> parts = new ArrayList<>();
        long at = region.address();
        for (Range hole : Range.joined(region.unreadable())) {
            add(parts, region, at, hole.start());
            at = hole.end();
        }
        add(parts, region, at, region.address() + region.bytes().length);
        return parts;
    }

    private static void add(List<Region> parts, Region region, long from, long to) {
        if (to > from) {
            int offset = Math.toIntExact(from - region.address());
            byte[] bytes = java.util.Arrays.copyOfRange(region.bytes(), offset, offset + Math.toIntExact(to - from));
            parts.add(new Region(from, bytes, region.fromTarget(), List.of()));
        }
    }
}
