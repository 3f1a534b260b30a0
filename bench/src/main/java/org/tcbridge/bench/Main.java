package org.tcbridge.bench;

import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.bench.process.Peer;
import org.tcbridge.bench.report.MarkedDocument;
import org.tcbridge.bench.report.Results;
import org.tcbridge.bench.report.ResultsJson;
import org.tcbridge.bench.report.Target;
import org.tcbridge.bench.suite.GdbSuite;
import org.tcbridge.bench.suite.Kit;
import org.tcbridge.bench.suite.MemorySuite;
import org.tcbridge.bench.suite.MicroSuite;
import org.tcbridge.bench.suite.Plan;
import org.tcbridge.bench.suite.RelaySuite;
import org.tcbridge.bench.suite.ScaleSuite;
import org.tcbridge.bench.suite.SnapshotSuite;
import org.tcbridge.bench.suite.StartSuite;
import org.tcbridge.bench.suite.Suite;
import org.tcbridge.bench.suite.TasksSuite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures tcbridge beside no proxy, socat and a bare relay, and prints the tables.")
public final class Main implements Callable<Integer> {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(names = "--quick", description = "Few and short slices, and no snapshots: some two minutes in all.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            description = "These suites alone: relay, tasks, gdb, start, memory, scale, snapshot, micro.",
            paramLabel = "SUITE")
    private List<String> only = List.of();

    @Option(
            names = "--work",
            split = ",",
            description = "In the relay suite these workloads alone: m4, m4k, m64k, x4k, x16k, step, break, session.",
            paramLabel = "WORK")
    private List<String> works = List.of();

    @Option(
            names = "--peers",
            split = ",",
            description = "These peers alone: direct, relay, socat, tcbridge, tcbridge packaged.",
            paramLabel = "PEER")
    private List<String> peers = List.of();

    @Option(
            names = "--packaged",
            description = "The launcher of the package; the one in dist/target.",
            paramLabel = "FILE")
    private @Nullable Path packaged;

    @Option(
            names = "--rounds",
            description = "Slices of each case for each peer; 15, with --quick 3. Slow suites take a part of it.")
    private @Nullable Integer rounds;

    @Option(names = "--out", description = "Folder for the results; bench/target/results.", paramLabel = "FOLDER")
    private @Nullable Path out;

    @Option(
            names = "--results",
            split = ",",
            description = "Measure nothing: take the figures of these runs, which are of different suites.",
            paramLabel = "FILE.json")
    private List<Path> given = List.of();

    @Option(names = "--document", description = "Write the tables to docs/performance.md, too.")
    private boolean document;

    @Option(
            names = "--check-counts",
            description =
                    "Fail when more packets are counted, or more bytes allocated for one that passes through, than the targets allow.")
    private boolean checkCounts;

    @Override
    public Integer call() throws IOException, InterruptedException, JsonParserException {
        Results results = given.isEmpty() ? measured() : read(given);
        Map<String, String> tables = Tables.markdown(results);
        StringBuilder text = new StringBuilder();
        tables.forEach((name, table) ->
                text.append("### ").append(name).append("\n\n").append(table).append('\n'));
        System.out.print(text);
        if (given.isEmpty()) {
            Path folder = Files.createDirectories(out == null ? root.resolve("bench/target/results") : out);
            String name = LocalDateTime.now(ZoneId.systemDefault()).format(NAME);
            Files.writeString(folder.resolve(name + ".json"), ResultsJson.write(results));
            Files.writeString(folder.resolve(name + ".md"), text);
            System.err.println("bench: written to " + folder.resolve(name) + ".json and .md");
        }
        if (document) {
            Path file = root.resolve("docs/performance.md");
            Files.writeString(file, MarkedDocument.with(tables, Files.readString(file)));
        }
        return checkCounts ? status(results) : 0;
    }

    /** 1 when a count is over its target, or when a suite that was to take some took none. */
    private int status(Results results) {
        List<Target> counted = Targets.ALL.stream()
                .filter(target -> target.isCount(results) && !TasksSuite.hangsOnTime(target.item()))
                .toList();
        List<Target> missed = counted.stream()
                .filter(target ->
                        !target.measured(results).filter(target::isMet).isPresent())
                .toList();
        missed.forEach(target -> System.err.println("bench: over its target: " + target.row(results)));
        List<String> silent = Targets.COUNTING.stream()
                .filter(suite -> only.isEmpty() || only.stream().anyMatch(suite::startsWith))
                .filter(suite ->
                        counted.stream().noneMatch(target -> target.suite().equals(suite)))
                .toList();
        silent.forEach(suite -> System.err.println("bench: nothing was counted: " + suite));
        System.err.println("bench: %d counts, %d over their targets".formatted(counted.size(), missed.size()));
        return counted.isEmpty() || !missed.isEmpty() || !silent.isEmpty() ? 1 : 0;
    }

    private static Results read(List<Path> files) throws IOException, JsonParserException {
        Results all = ResultsJson.read(Files.readString(files.getFirst()));
        for (Path file : files.subList(1, files.size())) {
            all.addAll(ResultsJson.read(Files.readString(file)));
        }
        return all;
    }

    private Results measured() throws IOException, InterruptedException {
        Plan plan = quick ? Plan.QUICK : Plan.FULL;
        if (rounds != null) {
            plan = new Plan(rounds, plan.seconds(), plan.quick());
        }
        Path target = root.resolve("bench/target");
        Path work = Files.createTempDirectory(target, "run");
        Path rspbench = target.resolve("rspbench");
        Results results = new Results(Machine.facts(root));
        results.machine().put("run", (quick ? "quick, " : "whole, ") + plan.rounds() + " rounds");
        List<Peer> measured = Peers.available(root, packaged, peers);
        Kit kit = new Kit(root, work, rspbench, measured, Peers.hasCache(root), plan, results);
        for (Suite suite : suites()) {
            boolean wanted = only.isEmpty() ? !quick || !(suite instanceof SnapshotSuite) : only.contains(suite.name());
            if (wanted) {
                suite.run(kit);
            }
        }
        return results;
    }

    private List<Suite> suites() {
        return List.of(
                new RelaySuite(works, quick),
                new TasksSuite(),
                new GdbSuite(),
                new StartSuite(),
                new MemorySuite(),
                new ScaleSuite(),
                new SnapshotSuite(),
                new MicroSuite());
    }

    /** Runs the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
