package org.tcbridge.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.proxy.cache.CacheMode;

/** tcbridge in the test's own process, with the plug-ins that are on the class path, and its log. */
public final class Tcbridge implements AutoCloseable {
    /** Held here: java.util.logging forgets loggers nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("tcbridge");

    private final ProxyServer server;
    private final Recorder recorder = new Recorder();

    private Tcbridge(ProxyConfig config) throws IOException {
        LOGGER.setLevel(Level.FINE);
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(recorder);
        server = ProxyServer.start(config);
    }

    /** Before a GDB server, with defaults: {@code --rtos auto}, symbols from gdb. */
    public static Tcbridge before(int backendPort) throws Exception {
        return start(backendPort, services(Rtos.class), Optional.empty(), ProxyConfig.StepParked.RUN);
    }

    /** With {@code --elf}. */
    public static Tcbridge withElf(int backendPort, Path elf) throws Exception {
        return start(
                backendPort,
                services(Rtos.class),
                Optional.of(ElfFile.read(elf).program()),
                ProxyConfig.StepParked.RUN);
    }

    /** With {@code --elf} and {@code --cache}. */
    public static Tcbridge caching(int backendPort, Path elf, CacheMode cache) throws Exception {
        return caching(backendPort, ElfFile.read(elf).program(), cache);
    }

    /** With a program that is known otherwise. */
    public static Tcbridge caching(int backendPort, Program program, CacheMode cache) throws Exception {
        return new Tcbridge(config(backendPort, services(Rtos.class), Optional.of(program), ProxyConfig.StepParked.RUN)
                .with(cache));
    }

    /** With {@code --conditions tcbridge}. */
    public static Tcbridge evaluating(int backendPort) throws Exception {
        return new Tcbridge(config(backendPort, services(Rtos.class), Optional.empty(), ProxyConfig.StepParked.RUN)
                .with(ProxyConfig.ConditionsBy.TCBRIDGE));
    }

    /** The same with {@code --elf} and {@code --cache}. */
    public static Tcbridge evaluating(int backendPort, Path elf, CacheMode cache) throws Exception {
        Program program = ElfFile.read(elf).program();
        return new Tcbridge(config(backendPort, services(Rtos.class), Optional.of(program), ProxyConfig.StepParked.RUN)
                .with(cache)
                .with(ProxyConfig.ConditionsBy.TCBRIDGE));
    }

    /** With {@code --rtos none}. */
    public static Tcbridge plain(int backendPort) throws Exception {
        return start(backendPort, List.of(), Optional.empty(), ProxyConfig.StepParked.RUN);
    }

    /** With {@code --step-parked refuse}. */
    public static Tcbridge refusingParkedSteps(int backendPort) throws Exception {
        return start(backendPort, services(Rtos.class), Optional.empty(), ProxyConfig.StepParked.REFUSE);
    }

    private static Tcbridge start(
            int backendPort, List<Rtos> rtoses, Optional<Program> program, ProxyConfig.StepParked stepParked)
            throws Exception {
        return new Tcbridge(config(backendPort, rtoses, program, stepParked));
    }

    private static ProxyConfig config(
            int backendPort, List<Rtos> rtoses, Optional<Program> program, ProxyConfig.StepParked stepParked)
            throws Exception {
        List<Architecture> architectures = services(Architecture.class);
        StackingCatalog stackings = StackingCatalog.load(services(Rtos.class), architectures, List.of());
        HostPort listen = new HostPort("127.0.0.1", 0);
        HostPort backend = new HostPort("127.0.0.1", backendPort);
        return new ProxyConfig(listen, backend, rtoses, false, architectures, stackings, program, stepParked);
    }

    private static <T> List<T> services(Class<T> type) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Where gdb connects. */
    public int port() {
        return server.address().port();
    }

    /** Its log lines until now, such as {@code WARNING [s1 127.0.0.1:4711] tasks are not shown: ...}. */
    public List<String> log() {
        return List.copyOf(recorder.lines);
    }

    @Override
    public void close() {
        server.close();
        LOGGER.removeHandler(recorder);
    }

    private static final class Recorder extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
