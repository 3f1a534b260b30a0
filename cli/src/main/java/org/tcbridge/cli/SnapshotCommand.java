package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.tcbridge.cli.snapshot.MemoryChoice;
import org.tcbridge.cli.snapshot.SnapshotTaker;
import org.tcbridge.cli.snapshot.SnapshotWriter;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.StepParked;

/** Writes a stopped target to a file. */
final class SnapshotCommand extends Command {
    private final BackendOptions server;
    private final TargetOptions target;
    private final Option<MemoryChoice> memory;
    private final Option<Boolean> halt;
    private final Option<Path> file;

    SnapshotCommand() {
        super(
                "snapshot",
                "Writes a stopped target to one file: registers of every core, RAM, target description. `tcbridge serve`"
                        + " has gdb debug it later, without the target.",
                "The file holds all that the memory held, keys and passwords too. A run that was interrupted goes on where"
                        + " it stopped when it is started again and the target has not moved.");
        server = new BackendOptions(options);
        target = new TargetOptions(options);
        memory = options.option(
                "--memory",
                "RANGES",
                MemoryChoice.class,
                "auto",
                "auto: the ELF file's writable sections, or the RAM that the server's memory map names, and what"
                        + " the tasks are found by; START-END and START+LENGTH in hexadecimal; commas between.");
        halt = options.flag(
                "--halt",
                "The target runs: stop it, and let it run afterwards, even if it stood still."
                        + " Without this, one that runs is an error.");
        file = options.required("-o", "FILE", Path.class, "The file to write.");
        examples(
                "  tcbridge snapshot --backend localhost:3333 --elf firmware.elf -o crash.snapshot",
                "        the program's variables, and all else that its tasks are found by",
                "  tcbridge snapshot --backend localhost:3333 --elf firmware.elf -o all.snapshot \\",
                "      --memory auto,20000000+40000,e000e000-e000f000",
                "        further ranges: first address and size, or first address and the one behind the last",
                "  tcbridge snapshot --spawn 'openocd -f board.cfg -c \"gdb_port {port}\"' --elf firmware.elf --halt -o"
                        + " a.snapshot",
                "        starts OpenOCD, reads, and ends it");
    }

    @Override
    public Integer call() {
        Logging.start(LogLevel.ERROR, System.err);
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> log = line -> {
            err.println(line);
            err.flush();
        };
        OutputFile.check(spec, "-o", file.value());
        Backend backend = server.backend();
        ProxyConfig config = target.config(new HostPort("127.0.0.1", 0), server.address(), StepParked.RUN);
        Path partial = file.value().resolveSibling(file.value().getFileName() + ".part");
        try (Look look = Look.begin(backend, halt.value(), Optional.empty());
                SnapshotWriter writer = new SnapshotWriter(file.value())) {
            writer.finish(new SnapshotTaker(look.visit(), log)
                    .take(config, target.namedElf(config), memory.value(), partial, writer::region));
            SnapshotTaker.done(partial);
        } catch (IOException e) {
            throw new CommandFailure("snapshot of %s: %s".formatted(backend, Errors.text(e)), e);
        }
        return 0;
    }
}
