package org.tcbridge.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.tcbridge.cli.board.Spawned;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The GDB server: where it is, or how it is started. */
final class BackendOptions {
    private static final HostPort HW_SERVER = new HostPort("localhost", 3002);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--backend",
            paramLabel = "HOST:PORT",
            description = "The GDB server. Default: localhost:3002; with --spawn a free port of this machine.")
    private @Nullable HostPort backend;

    @Option(
            names = "--spawn",
            paramLabel = "COMMAND",
            description =
                    "Starts the GDB server when it is needed and ends it after the session; {port} in the command is"
                            + " the port where it is to listen. What it prints goes to standard error.")
    private @Nullable String spawn;

    @Option(
            names = "--spawn-limit",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long it may take until it listens. Default: ${DEFAULT-VALUE}")
    private int spawnLimit = 30;

    /** True when the server is started by this program. */
    boolean spawns() {
        return spawn != null;
    }

    /** True when the command line says anything of a server. */
    boolean named() {
        return backend != null || spawns();
    }

    /** Where the server is; with port 0 it is not known before it is started. */
    HostPort address() {
        HostPort given = backend;
        if (given == null) {
            return spawns() ? new HostPort("127.0.0.1", 0) : HW_SERVER;
        }
        if (given.port() == 0 && !spawns()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--backend': '%s': expected a port from 1 to 65535".formatted(given));
        }
        return given;
    }

    /** The server; nothing is started yet. */
    Backend backend() {
        String command = spawn;
        if (command == null) {
            return Backend.at(address());
        }
        if (address().port() == 0 && !command.contains(Spawned.PORT)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--spawn': '%s': expected {port} in it, or --backend with the server's port"
                            .formatted(command));
        }
        if (spawnLimit < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--spawn-limit': '%d': expected 1 or more".formatted(spawnLimit));
        }
        PrintWriter err = spec.commandLine().getErr();
        String prefix = "[" + Spawned.program(command) + "] ";
        return new Spawned(command, address(), Duration.ofSeconds(spawnLimit), line -> {
            err.println(prefix + line);
            err.flush();
        });
    }
}
