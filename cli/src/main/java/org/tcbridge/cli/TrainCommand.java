package org.tcbridge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs, in one process, what has to start fast, for a JVM that records what it needs (docs/packaging.md): {@code pipe} until
 * the end of standard input, then {@code proxy} until SIGTERM.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--backend", required = true)
    private String backend = "";

    @Option(names = "--elf", required = true)
    private String elf = "";

    @Override
    public Integer call() {
        int status = run("pipe", "--backend", backend);
        return status == 0 ? run("proxy", "--listen", "127.0.0.1:0", "--backend", backend, "--elf", elf) : status;
    }

    private int run(String... args) {
        return Main.commandLine(spec.commandLine().getOut(), spec.commandLine().getErr(), args)
                .execute(args);
    }
}
