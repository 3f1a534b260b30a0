package org.tcbridge.cli;

/**
 * Runs, in one process, what has to start fast, for a JVM that records what it needs (docs/packaging.md): {@code pipe} until
 * the end of standard input, then {@code proxy} until SIGTERM.
 */
final class TrainCommand extends Command {
    private final Option<String> backend;
    private final Option<String> elf;

    TrainCommand() {
        super("train");
        spec.usageMessage().hidden(true);
        backend = options.required("--backend", "HOST:PORT", String.class, "A GDB server.");
        elf = options.required("--elf", "FILE", String.class, "The program on it.");
    }

    @Override
    public Integer call() {
        int status = run("pipe", "--backend", backend.value());
        return status == 0
                ? run("proxy", "--listen", "127.0.0.1:0", "--backend", backend.value(), "--elf", elf.value())
                : status;
    }

    private int run(String... args) {
        return Main.commandLine(spec.commandLine().getOut(), spec.commandLine().getErr(), args)
                .execute(args);
    }
}
