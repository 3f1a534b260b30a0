package org.tcbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.it.kit.Child;
import org.tcbridge.it.kit.ExpectedTask;
import org.tcbridge.it.kit.Firmware;
import org.tcbridge.it.kit.GdbBatch;
import org.tcbridge.it.kit.Program;
import org.tcbridge.it.tools.RequiresTool;
import org.tcbridge.it.tools.Tools;
import org.tcbridge.rsp.kit.FreePort;

/** The examples in {@code scripts/}, as users run them: when all is as expected, and when something is not. */
@RequiresTool({"gdb-multiarch", "qemu-system-arm", "python3", "bash"})
class ScriptsIT {
    private static final Firmware FIRMWARE = Firmware.CORTEX_M4F;
    private static final Pattern READY = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), snapshot");

    /** A task's stack as gdb prints it for all. */
    private static final Pattern STACK =
            Pattern.compile("(?m)^Thread \\d+ \\(Thread 1\\.\\d+ \"(\\w+)\" \\((\\w+).*\\R((?:#.*\\R?)+)");

    private static final Pattern FUNCTION = Pattern.compile("(?m)^#\\d+ +(?:0x[0-9a-f]+ in )?(\\w+) \\(");

    @TempDir
    private Path folder;

    /** Ends; with {@code tcbridge} on the path. */
    private record Run(int status, String output) {
        static Run of(List<String> settings, List<String> command) throws Exception {
            List<String> line =
                    new ArrayList<>(List.of("env", "PATH=" + Tools.projectRoot() + ":" + System.getenv("PATH")));
            line.addAll(settings);
            line.addAll(command);
            try (Child child = Child.start(line)) {
                String output = child.end();
                return new Run(child.status(), output);
            }
        }

        List<String> failures() {
            return output.lines().filter(line -> line.startsWith("FAILED: ")).toList();
        }
    }

    private static Run gdbScript(Path script) throws Exception {
        return Run.of(
                List.of(),
                List.of(
                        FIRMWARE.gdb().toString(),
                        "-nx",
                        "--batch",
                        "-x",
                        script.toString(),
                        FIRMWARE.elf().toString()));
    }

    /** The committed script with a text replaced that is in it. */
    private Path changed(String name, String text, String other) throws Exception {
        String script = Files.readString(Tools.projectRoot().resolve("scripts").resolve(name));
        assertThat(script).contains(text);
        return Files.writeString(folder.resolve(name), script.replace(text, other));
    }

    /** Name, state and functions of each task, the innermost first. */
    private static List<String> tasks() {
        return FIRMWARE.tasks().stream()
                .map(t -> "%s %s %s"
                        .formatted(t.name(), t.state().toLowerCase(Locale.ROOT), String.join(" < ", t.backtrace())))
                .toList();
    }

    private static String task(MatchResult stack) {
        return FUNCTION.matcher(stack.group(3))
                .results()
                .map(function -> function.group(1))
                .collect(Collectors.joining(" < ", stack.group(1) + " " + stack.group(2) + " ", ""));
    }

    @Test
    void gdbBatch() throws Exception {
        Run run = gdbScript(Path.of("scripts/tasks.gdb"));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.failures()).isEmpty();
        assertThat(run.output()).contains("Thread 1 \"busy\" hit Temporary breakpoint 1, all_parked () at tasks.c:");
        assertThat(STACK.matcher(run.output()).results().map(ScriptsIT::task))
                .containsExactlyInAnyOrderElementsOf(tasks());
    }

    @Test
    void gdbBatchFails() throws Exception {
        Run run = gdbScript(changed("tasks.gdb", "\"IDLE\": \"ready\"", "\"IDLE\": \"blocked\", \"net\": \"ready\""));

        assertThat(run.failures())
                .containsExactly("FAILED: task IDLE is ready, expected blocked", "FAILED: no task net");
        assertThat(run.status()).isEqualTo(1);

        Run noServer = gdbScript(changed("tasks.gdb", "qemu-system-arm -M", "no-such-program -M"));

        assertThat(noServer.output()).contains("no-such-program", "ended with status 127");
        assertThat(noServer.status()).isEqualTo(1);
    }

    private static Run checkTasks(String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("python3", "scripts/check_tasks.py", FIRMWARE.elf().toString(), "--break", "all_parked"));
        command.addAll(List.of(options));
        return Run.of(List.of("PYTHONDONTWRITEBYTECODE=1"), command);
    }

    private static String qemu() {
        return String.join(" ", FIRMWARE.machine()) + " -kernel " + FIRMWARE.elf()
                + " -S -gdb tcp:127.0.0.1:{port} -display none -serial null";
    }

    @Test
    void python() throws Exception {
        Run run = checkTasks(
                "--spawn",
                qemu(),
                "--task",
                "IDLE:ready",
                "--task",
                "deleted:deleted",
                "--backtrace",
                "queue_waiter:wait_inner,wait_outer,queue_waiter_main");

        assertThat(run.status()).as(run.output()).isZero();
        List<String> lines = run.output().lines().toList();
        assertThat(lines).startsWith("breakpoint-hit in all_parked");
        assertThat(lines.stream()
                        .filter(line -> line.matches(" *\\d+ .*"))
                        .map(line -> line.strip().replaceFirst("\\d+ ", "").replaceAll(" +", " ")))
                .containsExactlyInAnyOrderElementsOf(tasks());
    }

    @Test
    void pythonFails() throws Exception {
        Run run = checkTasks(
                "--spawn",
                qemu(),
                "--task",
                "IDLE:blocked",
                "--backtrace",
                "IDLE:spin_inner,idle_main",
                "--backtrace",
                "net:main");

        assertThat(run.failures())
                .containsExactly(
                        "FAILED: task IDLE is ready, expected blocked",
                        "FAILED: task IDLE is in spin_forever < spin_inner < spin_outer < idle_main < task_idle,"
                                + " expected spin_inner < idle_main",
                        "FAILED: task net is in nothing, expected main");
        assertThat(run.status()).isEqualTo(1);

        Run noServer = checkTasks("--spawn", "exit 7; {port}");

        assertThat(noServer.status()).isEqualTo(2);
        assertThat(noServer.output())
                .contains("check_tasks.py: -target-select remote 127.0.0.1:", "ended with status 7");

        Run noGdb = checkTasks("--spawn", qemu(), "--gdb", "no-such-gdb");

        assertThat(noGdb).isEqualTo(new Run(2, "check_tasks.py: [Errno 2] No such file or directory: 'no-such-gdb'\n"));
    }

    /** The examples in the reader's own comments. */
    @Test
    void miReader() throws Exception {
        assertThat(Run.of(
                        List.of("PYTHONDONTWRITEBYTECODE=1"), List.of("python3", "-m", "doctest", "scripts/gdbmi.py")))
                .isEqualTo(new Run(0, ""));
    }

    private static Run job(String command, String limit) throws Exception {
        return Run.of(List.of("PORT=" + FreePort.any(), "LIMIT=" + limit), List.of("bash", "-c", command));
    }

    /** The step of the workflow that runs the job, with a folder of the test's own for its results. */
    private String step(Path results) throws Exception {
        Matcher step = Pattern.compile("(?m)^ +run: (scripts/ci-job\\.sh \\S+) results (.*)$")
                .matcher(Files.readString(Tools.projectRoot().resolve("scripts/ci-job.yml")));
        assertThat(step.find()).isTrue();
        return step.group(1) + " " + results + " " + step.group(2);
    }

    @Test
    void ciJob() throws Exception {
        Path results = folder.resolve("results");

        Run run = job(step(results), "25");

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(Files.readString(results.resolve("tasks.xml")))
                .contains(
                        "<testsuite name=\"tcbridge threads\" tests=\"37\" failures=\"0\">",
                        "name=\"task IDLE is ready\"></testcase>");
        assertThat(results.resolve("failed.snapshot")).doesNotExist();
    }

    @Test
    void ciJobFails() throws Exception {
        Path results = folder.resolve("results");

        Run run = job(step(results) + " --expect-task net:blocked", "1");

        assertThat(run.status()).as(run.output()).isEqualTo(3);
        assertThat(run.output())
                .contains(
                        "\nthere is no task net\n",
                        "ci-job: not as expected after 1 s; the machine is kept in " + results + "/failed.snapshot\n");
        assertThat(Files.readString(results.resolve("tasks.xml")))
                .contains(
                        "tests=\"38\" failures=\"1\">",
                        "name=\"task net is blocked\"><failure message=\"there is no task net\">");

        Path snapshot = results.resolve("failed.snapshot");
        try (Child served = Program.start("serve", snapshot.toString(), "--listen", "127.0.0.1:0")) {
            int port = Integer.parseInt(served.await(READY).group(1));
            GdbBatch gdb = GdbBatch.run(
                    FIRMWARE.gdb(), List.of(), Optional.of(FIRMWARE.elf()), port, "info threads", "thread 3", "bt");
            assertThat(gdb.threadNames())
                    .containsExactlyInAnyOrderElementsOf(
                            FIRMWARE.tasks().stream().map(ExpectedTask::name).toList());
            assertThat(gdb.answer("bt")).contains("in wait_outer (", "in queue_waiter_main (");
        }
    }

    /** A wrong option is no reason to wait for the tasks, or to keep the machine. */
    @Test
    void ciJobWithAWrongOption() throws Exception {
        Path results = folder.resolve("results");

        Run run = job(step(results) + " --expect-task net:asleep", "60");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).contains("--expect-task");
        assertThat(results.resolve("failed.snapshot")).doesNotExist();
    }
}
