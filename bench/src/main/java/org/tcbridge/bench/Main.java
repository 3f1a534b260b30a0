package org.tcbridge.bench;

import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.bench.report.Results;
import org.tcbridge.bench.report.ResultsJson;
import org.tcbridge.bench.suite.Kit;
import org.tcbridge.bench.suite.Plan;
import org.tcbridge.bench.suite.RelaySuite;
import org.tcbridge.bench.suite.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run}. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures tcbridge beside no proxy, socat and a bare relay, and prints the tables.")
public final class Main implements Callable<Integer> {
    @Option(names = "--root", required = true, hidden = true)
    private Path root = Path.of("");

    @Option(names = "--quick", description = "Few and short slices: less than two minutes in all.")
    private boolean quick;

    @Option(names = "--only", split = ",", description = "These suites alone: relay.", paramLabel = "SUITE")
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
            description = "These peers alone: direct, relay, socat, tcbridge.",
            paramLabel = "PEER")
    private List<String> peers = List.of();

    @Option(names = "--rounds", description = "Slices of each case for each peer; 15, with --quick 3.")
    private @Nullable Integer rounds;

    @Option(names = "--out", description = "Folder for the results; bench/target/results.", paramLabel = "FOLDER")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException, InterruptedException, JsonParserException {
        Plan plan = quick ? Plan.QUICK : Plan.FULL;
        if (rounds != null) {
            plan = new Plan(rounds, plan.seconds(), plan.quick());
        }
        Path target = root.resolve("bench/target");
        Path folder = Files.createDirectories(out == null ? target.resolve("results") : out);
        Results results = new Results(Machine.facts(root));
        Kit kit = new Kit(
                root,
                Files.createTempDirectory(target, "run"),
                target.resolve("rspbench"),
                Peers.available(root, peers),
                plan,
                results);
        for (Suite suite : List.<Suite>of(new RelaySuite(works))) {
            if (only.isEmpty() || only.contains(suite.name())) {
                suite.run(kit);
            }
        }
        String name = LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Files.writeString(folder.resolve(name + ".json"), ResultsJson.write(results));
        StringBuilder text = new StringBuilder();
        Tables.markdown(results)
                .forEach((title, table) -> text.append("### ")
                        .append(title)
                        .append("\n\n")
                        .append(table)
                        .append('\n'));
        Files.writeString(folder.resolve(name + ".md"), text);
        System.out.print(text);
        System.err.println("bench: written to " + folder.resolve(name) + ".json and .md");
        return 0;
    }

    /** Runs the command line. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
