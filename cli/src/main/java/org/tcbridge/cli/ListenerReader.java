package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tcbridge.cli.board.Board;
import org.tcbridge.cli.board.Spawned;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.elf.InvalidElfException;
import org.tcbridge.elf.InvalidSymbolsException;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;

/** Makes a listener of its table. */
final class ListenerReader {
    private static final int SPAWN_LIMIT = 30;
    private static final int COMMAND_LIMIT = 60;

    private final FarmReader farm;
    private final ListenerTable table;

    ListenerReader(FarmReader farm, ListenerTable table) {
        this.farm = farm;
        this.table = table;
    }

    FarmListener read() throws FarmException {
        String name = table.need("name");
        HostPort listen = table.place("listen", "127.0.0.1:0", "a free port", ListenerReader::known);
        Optional<String> spawn = table.text("spawn");
        HostPort address = table.place(
                "backend",
                spawn.isPresent() ? "127.0.0.1:0" : "localhost:3002",
                "a free port at each start of the server",
                HostPort::parse);
        Backend server = server(name, address, spawn);
        Optional<String> before = table.text("before");
        Optional<String> after = table.text("after");
        Duration ending = Shutdown.WITH_CHILDREN;
        if (before.isPresent() || after.isPresent()) {
            Duration limit = Duration.ofSeconds(table.seconds("command-limit", COMMAND_LIMIT));
            server = new Board(
                    server, before, after, limit, line -> farm.console().accept(name, line));
            ending = after.isPresent() ? ending.plus(limit) : ending;
        }
        Plugins plugins = farm.plugins();
        String rtos = table.value("rtos", "auto", id -> {
            plugins.rtoses(id);
            return id;
        });
        ProxyConfig config = new ProxyConfig(
                        listen,
                        address,
                        plugins.rtoses(rtos),
                        !rtos.equals("auto"),
                        table.value("arch", "auto", plugins::architectures),
                        stackings(),
                        program(),
                        table.value("step-parked", "run", Main::stepParked))
                .with(Logging.CONTROL)
                .with(table.value("cache", "code", Main::cacheMode))
                .with(table.value("conditions", "gdb", Main::conditionsBy));
        Optional<Path> record = table.file("record");
        return new FarmListener(name, config, server, record, ending, table.settings());
    }

    private static HostPort known(String text) {
        HostPort listen = HostPort.parse(text);
        if (listen.resolve().isUnresolved()) {
            throw new IllegalArgumentException("'" + text + "': expected a host name that is known");
        }
        return listen;
    }

    private Backend server(String name, HostPort address, Optional<String> spawn) throws FarmException {
        if (spawn.isEmpty()) {
            if (address.port() == 0) {
                throw table.error("backend", "'" + address + "': expected a port from 1 to 65535");
            }
            return Backend.at(address);
        }
        String command = spawn.get();
        if (address.port() == 0 && !command.contains(Spawned.PORT)) {
            throw table.error("spawn", "'" + command + "': expected {port} in it, or backend with the server's port");
        }
        Duration limit = Duration.ofSeconds(table.seconds("spawn-limit", SPAWN_LIMIT));
        Consumer<String> console = line -> farm.console().accept(name + " " + Spawned.program(command), line);
        return new Spawned(command, address, limit, console);
    }

    private StackingCatalog stackings() throws FarmException {
        List<Path> files = table.files("stackings");
        try {
            return farm.stackings(files);
        } catch (StackingFormatException | IOException e) {
            throw table.error("stackings", String.valueOf(e.getMessage()));
        }
    }

    private Optional<Program> program() throws FarmException {
        Optional<Path> elf = table.file("elf");
        Optional<Path> symbols = table.file("symbols");
        if (elf.isPresent() && symbols.isPresent()) {
            throw table.error("symbols", "expected elf or symbols, not both");
        }
        try {
            if (elf.isPresent()) {
                return Optional.of(farm.elf(elf.get()));
            }
            return symbols.isPresent() ? Optional.of(farm.symbols(symbols.get())) : Optional.empty();
        } catch (InvalidElfException e) {
            throw table.error("elf", String.valueOf(e.getMessage()));
        } catch (InvalidSymbolsException e) {
            throw table.error("symbols", String.valueOf(e.getMessage()));
        }
    }
}
