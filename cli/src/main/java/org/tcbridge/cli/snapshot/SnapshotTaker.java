package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.tcbridge.cli.client.BulkMemory;
import org.tcbridge.cli.client.ClientLink;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.cli.inspect.Survey;
import org.tcbridge.cli.snapshot.StoppedTarget.Core;
import org.tcbridge.cli.snapshot.StoppedTarget.KnownSymbol;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Section;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.target.ServerThreads;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.PlacedRegister;
import org.tcbridge.rsp.description.TargetDescription;

/** Reads a stopped target into a {@link StoppedTarget}. */
public final class SnapshotTaker {
    /** The id of the only thread of a server that names none. */
    private static final ThreadId ONLY = ThreadId.of(1);

    private final Visit visit;
    private final Consumer<String> log;

    /**
     * A taker.
     *
     * @param visit the connection
     * @param log told what is done, for people
     */
    public SnapshotTaker(Visit visit, Consumer<String> log) {
        this.visit = visit;
        this.log = log;
    }

    /**
     * Reads the target.
     *
     * @param config with the program's symbols, when there are any
     * @param elf the program's file
     * @param choice what memory
     * @param partial the folder where what has been read is kept until all is
     * @param copies given a region's first address, makes what its bytes are written to, too, as they are read
     * @throws IOException when the server is gone, or there is nothing to read
     */
    public StoppedTarget take(
            ProxyConfig config, Optional<NamedElf> elf, MemoryChoice choice, Path partial, Copies copies)
            throws IOException {
        Map<String, String> descriptions = Annexes.read(visit);
        MemoryMap map = MemoryMap.read(visit);
        List<Core> cores = cores(descriptions);
        NotingLink link = new NotingLink(visit.client());
        SortedMap<String, KnownSymbol> symbols = symbols(config, link);
        List<Range> ranges = ranges(elf, choice, link, map);
        if (ranges.isEmpty()) {
            throw new IOException("no memory to read: expected --elf, or --memory with ranges");
        }
        if (!fits(ranges)) {
            throw new IOException("%s: expected at most %d bytes of memory, as --memory with ranges names them"
                    .formatted(
                            String.join(
                                    "; ", ranges.stream().map(Range::toString).toList()),
                            SnapshotFile.MOST));
        }
        List<Region> memory = new ArrayList<>(memory(ranges, cores, partial, copies));
        elf.ifPresent(file -> file.elf().segments().stream()
                .filter(segment -> memory.stream().noneMatch(r -> r.address() == segment.loadAddress()))
                .forEach(s -> memory.add(new Region(s.loadAddress(), s.bytes(), false, List.of()))));
        return new StoppedTarget(elf.map(NamedElf::file), cores, descriptions, map.text(), memory, symbols);
    }

    private static boolean fits(List<Range> ranges) {
        long left = SnapshotFile.MOST;
        for (Range range : ranges) {
            if (range.length() > left) {
                return false;
            }
            left -= range.length();
        }
        return true;
    }

    /** The snapshot is written: what was kept for another run is deleted. */
    public static void done(Path partial) throws IOException {
        PartialMemory.open(partial, "").clear();
    }

    private List<Core> cores(Map<String, String> descriptions) throws IOException {
        ServerThreads threads = new ServerThreads(new ClientLink(visit.client()));
        threads.learn();
        List<ThreadId> ids = threads.ids().isEmpty() ? List.of(ONLY) : threads.ids();
        List<Core> cores = new ArrayList<>();
        for (int cpu = 0; cpu < ids.size(); cpu++) {
            threads.select(cpu);
            String general = visit.client().ask(new ReadRegisters());
            cores.add(new Core(ids.get(cpu), general, others(descriptions, general)));
        }
        threads.select(0);
        cores.sort(Comparator.comparing(core -> !Optional.of(core.thread()).equals(visit.stopped())));
        return cores;
    }

    private SortedMap<Integer, String> others(Map<String, String> descriptions, String general) throws IOException {
        SortedMap<Integer, String> others = new TreeMap<>();
        if (!descriptions.containsKey(Annexes.TARGET)) {
            return others;
        }
        try {
            TargetDescription description =
                    TargetDescription.parse(annex -> Optional.ofNullable(descriptions.get(annex)));
            for (PlacedRegister placed : description.layout(general.length() / 2)) {
                if (placed.offset().isEmpty()) {
                    int number = placed.register().number();
                    String reply = visit.client().ask(new ReadRegister(number));
                    if (Hex.isBytes(reply)
                            && reply.length() == 2 * placed.register().bytes()) {
                        others.put(number, reply);
                    }
                }
            }
            return others;
        } catch (DescriptionException e) {
            throw new IOException("target description: " + e.getMessage(), e);
        }
    }

    /** What the tasks are found by; a target without tasks is worth a snapshot, too. */
    private SortedMap<String, KnownSymbol> symbols(ProxyConfig config, NotingLink link) throws IOException {
        if (config.program().isEmpty()) {
            return new TreeMap<>();
        }
        Program program = config.program().get();
        NotingSymbols symbols = new NotingSymbols(program.symbols());
        Program noting = new Program(symbols, program.order(), program.elfMachine());
        try {
            Survey survey = Survey.take(visit, link, config.with(noting), true);
            log.accept(survey.threads().size() + " threads of " + survey.rtos());
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                log.accept("without tasks: " + e.getMessage());
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            // where the tasks are is not known now: other memory would be read, and what has been read before deleted
            throw new InterruptedIOException("interrupted");
        }
        return symbols.known();
    }

    private static List<Range> ranges(Optional<NamedElf> elf, MemoryChoice choice, NotingLink link, MemoryMap map) {
        List<Range> ranges = new ArrayList<>(choice.ranges());
        if (choice.auto()) {
            ranges.addAll(link.reads());
            if (elf.isPresent()) {
                elf.get().elf().sections().stream()
                        .filter(Section::writable)
                        .forEach(s -> ranges.add(new Range(s.address(), s.size())));
            } else {
                ranges.addAll(map.ram());
            }
        }
        return Range.joined(without(elf.map(NamedElf::elf), ranges));
    }

    /** What the program does not change is in its file: it is not read again. */
    private static List<Range> without(Optional<ElfFile> elf, List<Range> ranges) {
        List<Section> constant = elf.map(ElfFile::readOnly).orElse(List.of());
        return ranges.stream()
                .filter(range ->
                        constant.stream().noneMatch(s -> s.contains(range.start()) && s.contains(range.end() - 1)))
                .toList();
    }

    private List<Region> memory(List<Range> ranges, List<Core> cores, Path folder, Copies copies) throws IOException {
        BulkMemory memory = new BulkMemory(visit.client(), visit.features());
        PartialMemory partial =
                PartialMemory.open(folder, Sha256.of((cores + "\n" + ranges).getBytes(StandardCharsets.UTF_8)));
        long done = partial.done(ranges);
        if (done > 0) {
            log.accept("goes on after " + done + " bytes that an interrupted run has read");
        }
        List<Region> regions = partial.read(ranges, memory, copies, new Percent(log, System::nanoTime));
        regions.forEach(region -> region.unreadable().forEach(hole -> log.accept("cannot be read: " + hole)));
        return regions;
    }
}
