package org.tcbridge.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.tcbridge.cli.board.Spawned;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;

/** The GDB server: where it is, or how it is started. */
final class BackendOptions {
    private static final HostPort HW_SERVER = new HostPort("localhost", 3002);

    private final Options options;
    private final Option<HostPort> backend;
    private final Option<String> spawn;
    private final Option<Integer> spawnLimit;

    BackendOptions(Options options) {
        this.options = options;
        backend = options.option(
                "--backend",
                "HOST:PORT",
                HostPort.class,
                "The GDB server. Default: localhost:3002; with --spawn a free port of this machine.");
        spawn = options.option(
                "--spawn",
                "COMMAND",
                String.class,
                "Starts the GDB server when it is needed and ends it after the session; {port} in the command is"
                        + " the port where it is to listen. What it prints goes to standard error.");
        spawnLimit = options.option(
                "--spawn-limit", "SECONDS", Integer.class, "30", "How long it may take until it listens.");
    }

    /** True when the server is started by this program. */
    boolean spawns() {
        return spawn.given().isPresent();
    }

    /** True when the command line says anything of a server. */
    boolean named() {
        return backend.given().isPresent() || spawns();
    }

    /** Where the server is; with port 0 it is not known before it is started. */
    HostPort address() {
        HostPort given = backend.given().orElseGet(() -> spawns() ? new HostPort("127.0.0.1", 0) : HW_SERVER);
        if (given.port() == 0 && !spawns()) {
            throw options.invalid("--backend", given.toString(), "a port from 1 to 65535");
        }
        return given;
    }

    /** The server; nothing is started yet. */
    Backend backend() {
        if (!spawns()) {
            return Backend.at(address());
        }
        String command = spawn.value();
        if (address().port() == 0 && !command.contains(Spawned.PORT)) {
            throw options.invalid("--spawn", command, "{port} in it, or --backend with the server's port");
        }
        if (spawnLimit.value() < 1) {
            throw options.invalid("--spawn-limit", spawnLimit.value().toString(), "1 or more");
        }
        PrintWriter err = options.line().getErr();
        String prefix = "[" + Spawned.program(command) + "] ";
        return new Spawned(command, address(), Duration.ofSeconds(spawnLimit.value()), line -> {
            err.println(prefix + line);
            err.flush();
        });
    }
}
