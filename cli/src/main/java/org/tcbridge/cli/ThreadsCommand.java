package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

/** Prints the tasks of a target once, and checks them. */
final class ThreadsCommand extends Command {
    private static final int EXPECTATION_FAILED = 3;

    private final BackendOptions server;
    private final TargetOptions target;
    private final Option<Boolean> json;
    private final Option<Boolean> registers;
    private final Option<Boolean> backtrace;
    private final Option<Boolean> halt;
    private final Option<Integer> timeout;
    private final Option<List<ExpectedTask>> tasks;
    private final Option<Integer> maxStack;
    private final Option<Boolean> noOverflow;
    private final Option<Path> junit;

    ThreadsCommand() {
        super(
                "threads",
                "Prints the tasks of a stopped target: states, what they wait for, stacks, where they are.",
                "The target is left as it was found. With --expect-task, --max-stack and --no-overflow it is a test: each"
                        + " failure is one line on standard error, and the exit status is 3.");
        server = new BackendOptions(options);
        target = new TargetOptions(options);
        json = options.flag("--json", "Prints JSON instead of a table.");
        registers = options.flag("--registers", "Prints each task's registers, too.");
        backtrace = options.flag(
                "--backtrace",
                "Prints each task's place and, where its link register names one, the caller. gdb tells more.");
        halt = options.flag(
                "--halt",
                "The target runs: stop it, and let it run afterwards, even if it stood still."
                        + " Without this, one that runs is an error.");
        timeout = options.option(
                "--timeout",
                "SECONDS",
                Integer.class,
                "How long all may take; until then a server that does not listen yet is waited for.");
        tasks = options.several(
                "--expect-task",
                "NAME[:STATE]",
                ExpectedTask.class,
                "A task that must be there, and in that state; may be given several times.");
        maxStack = options.option(
                "--max-stack", "PERCENT", Integer.class, "How much of each task's stack may ever have been used.");
        noOverflow = options.flag("--no-overflow", "No task may have used its stack to the last byte.");
        junit = options.option(
                "--junit", "FILE", Path.class, "Writes what was expected as a JUnit report, one test case each.");
        examples(
                "  tcbridge threads --backend localhost:3333 --elf firmware.elf",
                "  tcbridge threads --backend localhost:1234 --elf firmware.elf --json --registers > threads.json",
                "        docs/threads-json.md has the schema",
                "  tcbridge threads --backend localhost:1234 --elf firmware.elf --halt --timeout 20 \\",
                "      --expect-task net:blocked --expect-task idle --max-stack 80 --no-overflow --junit report.xml",
                "        in CI: waits for the server, stops the target for a moment, and fails when a task is not as it"
                        + " should be",
                "  tcbridge threads --spawn 'openocd -f board.cfg -c \"gdb_port {port}\"' --elf firmware.elf --halt",
                "        starts OpenOCD, looks, and ends it",
                "%nExit status: 0 done, 1 run-time failure, 2 usage, 3 an expectation failed");
    }

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
        timeout.given().filter(seconds -> seconds < 1).ifPresent(seconds -> {
            throw options.invalid("--timeout", seconds.toString(), "seconds, 1 or more");
        });
        maxStack.given().filter(percent -> percent < 0 || percent > 100).ifPresent(percent -> {
            throw options.invalid("--max-stack", percent.toString(), "a percentage from 0 to 100");
        });
        junit.given().ifPresent(report -> OutputFile.checkFolder(spec, "--junit", report));
    }

    private Survey survey(Backend backend, ProxyConfig config) throws IOException {
        try (Look look = Look.begin(backend, halt.value(), timeout.given().map(Duration::ofSeconds))) {
            return Survey.take(look.visit(), config, registers.value());
        }
    }

    private Expectations expectations() {
        return new Expectations(
                tasks.value(), maxStack.given().map(OptionalInt::of).orElseGet(OptionalInt::empty), noOverflow.value());
    }

    private void print(Survey survey, Symbolizer symbols) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.value()) {
            out.println(new SurveyJson(survey, symbols).text(registers.value(), backtrace.value()));
        } else {
            SurveyText text = new SurveyText(survey, symbols);
            text.table().forEach(out::println);
            if (backtrace.value()) {
                text.backtraces().forEach(out::println);
            }
            if (registers.value()) {
                text.registers().forEach(out::println);
            }
        }
        out.flush();
        symbols.problems().forEach(problem -> spec.commandLine().getErr().println("source lines: " + problem));
    }

    /** False when there is to be a report and it cannot be written; that is said. */
    private boolean report(Backend backend, List<Check> checks) {
        if (junit.given().isPresent()) {
            try {
                new JUnitReport(backend.toString(), checks).write(junit.value());
            } catch (IOException e) {
                spec.commandLine().getErr().println(spec.qualifiedName() + ": --junit: " + Errors.text(e));
                return false;
            }
        }
        return true;
    }
}
