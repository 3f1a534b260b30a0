package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.cli.inspect.Check;
import org.tcbridge.cli.inspect.Expectations;
import org.tcbridge.cli.inspect.ExpectedTask;
import org.tcbridge.cli.inspect.JUnitReport;
import org.tcbridge.cli.inspect.Survey;
import org.tcbridge.cli.inspect.SurveyJson;
import org.tcbridge.cli.inspect.SurveyText;
import org.tcbridge.cli.inspect.Symbolizer;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.ProxyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the tasks of a target once, and checks them. */
@Command(
        name = "threads",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Prints the tasks of a stopped target: states, what they wait for, stacks, where they are.",
            "The target is left as it was found. With --expect-task, --max-stack and --no-overflow it is a test: each"
                    + " failure is one line on standard error, and the exit status is 3.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge threads --backend localhost:3333 --elf firmware.elf",
            "  tcbridge threads --backend localhost:1234 --elf firmware.elf --json --registers > threads.json",
            "        docs/threads-json.md has the schema",
            "  tcbridge threads --backend localhost:1234 --elf firmware.elf --halt --timeout 20 \\",
            "      --expect-task net:blocked --expect-task idle --max-stack 80 --no-overflow --junit report.xml",
            "        in CI: waits for the server, stops the target for a moment, and fails when a task is not as it"
                    + " should be",
            "  tcbridge threads --spawn 'openocd -f board.cfg -c \"gdb_port {port}\"' --elf firmware.elf --halt",
            "        starts OpenOCD, looks, and ends it",
            "%nExit status: 0 done, 1 run-time failure, 2 usage, 3 an expectation failed",
        })
final class ThreadsCommand implements Callable<Integer> {
    private static final int EXPECTATION_FAILED = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BackendOptions server = new BackendOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Option(names = "--registers", description = "Prints each task's registers, too.")
    private boolean registers;

    @Option(
            names = "--backtrace",
            description =
                    "Prints each task's place and, where its link register names one, the caller. gdb tells more.")
    private boolean backtrace;

    @Option(
            names = "--halt",
            description = "The target runs: stop it, and let it run afterwards, even if it stood still."
                    + " Without this, one that runs is an error.")
    private boolean halt;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long all may take; until then a server that does not listen yet is waited for.")
    private @Nullable Integer timeout;

    @Option(
            names = "--expect-task",
            paramLabel = "NAME[:STATE]",
            description = "A task that must be there, and in that state; may be given several times.")
    private List<ExpectedTask> tasks = List.of();

    @Option(
            names = "--max-stack",
            paramLabel = "PERCENT",
            description = "How much of each task's stack may ever have been used.")
    private @Nullable Integer maxStack;

    @Option(names = "--no-overflow", description = "No task may have used its stack to the last byte.")
    private boolean noOverflow;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Writes what was expected as a JUnit report, one test case each.")
    private @Nullable Path junit;

    @Override
    public Integer call() {
        Logging.start(LogLevel.ERROR, System.err);
        checkOptions();
        Backend backend = server.backend();
        ProxyConfig config = target.look(server.address());
        Symbolizer symbols = new Symbolizer(config.program().orElseThrow().symbols());
        List<Check> checks = new ArrayList<>();
        try {
            Survey survey = survey(backend, config);
            checks.add(new Check("the tasks can be read", Optional.empty()));
            print(survey, symbols);
            checks.addAll(expectations().check(survey, symbols));
        } catch (IOException e) {
            String failure = "threads of %s: %s".formatted(backend, Errors.text(e));
            checks.add(new Check("the tasks can be read", Optional.of(failure)));
            report(backend, checks);
            throw new CommandFailure(failure, e);
        }
        List<String> failures =
                checks.stream().flatMap(check -> check.failure().stream()).toList();
        failures.forEach(spec.commandLine().getErr()::println);
        if (!report(backend, checks)) {
            return spec.exitCodeOnExecutionException();
        }
        return failures.isEmpty() ? 0 : EXPECTATION_FAILED;
    }

    private void checkOptions() {
        if (timeout != null && timeout < 1) {
            throw target.invalid("--timeout", timeout.toString(), "seconds, 1 or more");
        }
        if (maxStack != null && (maxStack < 0 || maxStack > 100)) {
            throw target.invalid("--max-stack", maxStack.toString(), "a percentage from 0 to 100");
        }
        if (junit != null) {
            OutputFile.checkFolder(spec, "--junit", junit);
        }
    }

    private Survey survey(Backend backend, ProxyConfig config) throws IOException {
        try (Look look = Look.begin(backend, halt, Optional.ofNullable(timeout).map(Duration::ofSeconds))) {
            return Survey.take(look.visit(), config, registers);
        }
    }

    private Expectations expectations() {
        return new Expectations(tasks, maxStack == null ? OptionalInt.empty() : OptionalInt.of(maxStack), noOverflow);
    }

    private void print(Survey survey, Symbolizer symbols) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new SurveyJson(survey, symbols).text(registers, backtrace));
        } else {
            SurveyText text = new SurveyText(survey, symbols);
            text.table().forEach(out::println);
            if (backtrace) {
                text.backtraces().forEach(out::println);
            }
            if (registers) {
                text.registers().forEach(out::println);
            }
        }
        out.flush();
        symbols.problems().forEach(problem -> spec.commandLine().getErr().println("source lines: " + problem));
    }

    /** False when there is to be a report and it cannot be written; that is said. */
    private boolean report(Backend backend, List<Check> checks) {
        if (junit != null) {
            try {
                new JUnitReport(backend.toString(), checks).write(junit);
            } catch (IOException e) {
                spec.commandLine().getErr().println(spec.qualifiedName() + ": --junit: " + Errors.text(e));
                return false;
            }
        }
        return true;
    }
}
