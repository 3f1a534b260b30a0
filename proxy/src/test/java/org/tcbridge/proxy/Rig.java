package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tcbridge.arm.Arm;
import org.tcbridge.arm.ArmM;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.freertos.FreeRtos;
import org.tcbridge.microblaze.MicroBlaze;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.Peer;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.QuirkServer;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.threadx.ThreadX;

/**
 * A server, the proxy before it, and clients. At its end it checks what must hold in every session: while the target ran
 * nothing came but 0x03, the server saw no thread id that is not its own, and no {@code ?}, {@code k}, {@code D}, {@code R} or
 * {@code vKill} that no client sent.
 */
final class Rig implements AutoCloseable {
    /** Commands the proxy never invents. */
    private static final Pattern CLIENTS_OWN = Pattern.compile("\\?|k|D.*|R.*|vKill.*", Pattern.DOTALL);

    private static final Pattern THREAD_ID =
            Pattern.compile("(?:^H[gc]|^T|^qThreadExtraInfo,|;[cCsStr][^:;]*:)([^;]+)");
    private static final Pattern NO_THREAD = Pattern.compile("(p[0-9a-f]+\\.)?(0|-1)");

    static final List<Rtos> RTOSES = List.of(new FreeRtos(), new ThreadX());
    static final List<Architecture> ARCHITECTURES = List.of(new ArmM(), new Arm(), new MicroBlaze());
    static final StackingCatalog STACKINGS = stackings();

    /** A fifth of the usual one. */
    static final Patience SHORT = new Patience(Duration.ofSeconds(1), Duration.ofMillis(400), Duration.ofMillis(200));

    private final @Nullable Firmware firmware;
    private final Map<String, Long> symbols;
    private final QuirkServer server;
    private final ProxyServer proxy;
    private final List<Gdb13> clients = new ArrayList<>();
    private final Set<String> allowed = new HashSet<>(Set.of(Peer.INTERRUPT));

    private Rig(Firmware firmware, List<Quirk> quirks, boolean tasks, boolean chosen) {
        this(firmware, quirks, port -> config(port, tasks, chosen, StepParked.RUN));
    }

    private Rig(Firmware firmware, List<Quirk> quirks, IntFunction<ProxyConfig> config) {
        this.firmware = firmware;
        symbols = firmware.symbols();
        server = QuirkServer.start(firmware.machine(), quirks);
        proxy = proxy(config.apply(server.port()));
    }

    private Rig(ThreadXProgram program, List<Quirk> quirks) {
        firmware = null;
        symbols = program.symbols();
        server = QuirkServer.start(program.machine(), quirks);
        proxy = proxy(server.port(), true, false);
    }

    /** A server that speaks plain thread ids, so that packets are short: 1 is its only thread. */
    static final List<Quirk> SIMPLE = List.of(
            Quirks.features("PacketSize=1000;QStartNoAckMode+;qXfer:features:read+;vContSupported+"),
            Quirks.describes(Firmware.TARGET_XML));

    /** A proxy that shows tasks, before a simple server of a ThreadX program: with a description for the Cortex-M alone. */
    static Rig threadX(ThreadXProgram program) {
        boolean described = program.machine().register(1, ThreadXProgram.PSP).isPresent();
        String features =
                "PacketSize=1000;QStartNoAckMode+;vContSupported+" + (described ? ";qXfer:features:read+" : "");
        return new Rig(
                program,
                described
                        ? List.of(Quirks.features(features), Quirks.describes(ThreadXProgram.description()))
                        : List.of(Quirks.features(features)));
    }

    /** A proxy that shows tasks, before a simple server with further quirks. */
    static Rig simple(Quirk... further) {
        return tasks(Firmware.described(), with(further));
    }

    /** The same with a proxy that does not wait long. */
    static Rig impatient(Quirk... further) {
        return new Rig(
                Firmware.described(),
                with(further),
                port -> config(port, true, false, StepParked.RUN).with(SHORT));
    }

    /** A simple server with further quirks. */
    static List<Quirk> with(Quirk... further) {
        List<Quirk> quirks = new ArrayList<>(SIMPLE);
        quirks.addAll(List.of(further));
        return quirks;
    }

    /** A proxy that shows tasks, before a known server. */
    static Rig tasks(KnownServer known) {
        return of(known, true);
    }

    /** A proxy that shows tasks or does not, before a known server. */
    static Rig of(KnownServer known, boolean tasks) {
        return new Rig(firmware(known), quirks(known), tasks, false);
    }

    /** A proxy that shows tasks, before a server with these quirks. */
    static Rig tasks(Firmware firmware, List<Quirk> quirks) {
        return new Rig(firmware, quirks, true, false);
    }

    /** A proxy that is not to look for tasks, before a server with these quirks. */
    static Rig plain(Firmware firmware, List<Quirk> quirks) {
        return new Rig(firmware, quirks, false, false);
    }

    /** A proxy whose user named the RTOS. */
    static Rig chosen(Firmware firmware, List<Quirk> quirks) {
        return new Rig(firmware, quirks, true, true);
    }

    /** A proxy that refuses to step tasks that do not run. */
    static Rig refusing(Firmware firmware, List<Quirk> quirks) {
        return new Rig(firmware, quirks, port -> config(port, true, false, StepParked.REFUSE));
    }

    /** A proxy that evaluates conditions of breakpoints. */
    static Rig evaluating(Firmware firmware, List<Quirk> quirks) {
        return new Rig(
                firmware,
                quirks,
                port -> config(port, true, false, StepParked.RUN).with(ProxyConfig.ConditionsBy.TCBRIDGE));
    }

    /** The program for a known server: with a target description when the server has one. */
    static Firmware firmware(KnownServer known) {
        return known == KnownServer.MINIMAL ? Firmware.legacy() : Firmware.described();
    }

    /** A known server's quirks, and its target description. */
    static List<Quirk> quirks(KnownServer known) {
        List<Quirk> quirks = new ArrayList<>(known.quirks());
        if (known != KnownServer.MINIMAL) {
            quirks.add(Quirks.describes(Firmware.TARGET_XML));
        }
        return quirks;
    }

    /** Starts a proxy on a free port. */
    static ProxyServer proxy(int backend, boolean tasks, boolean chosen) {
        return proxy(config(backend, tasks, chosen, StepParked.RUN));
    }

    /** Starts a proxy. */
    static ProxyServer proxy(ProxyConfig config) {
        try {
            return ProxyServer.start(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a proxy on a free port is started with. */
    static ProxyConfig config(int backend, boolean tasks, boolean chosen, StepParked stepParked) {
        return new ProxyConfig(
                new HostPort("127.0.0.1", 0),
                new HostPort("127.0.0.1", backend),
                tasks ? RTOSES : List.of(),
                chosen,
                ARCHITECTURES,
                STACKINGS,
                Optional.empty(),
                stepParked);
    }

    private static StackingCatalog stackings() {
        try {
            return StackingCatalog.load(RTOSES, ARCHITECTURES, List.of());
        } catch (IOException | StackingFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    Firmware firmware() {
        return Objects.requireNonNull(firmware);
    }

    QuirkServer server() {
        return server;
    }

    ProxyServer proxy() {
        return proxy;
    }

    /** A client that has sent nothing yet. */
    Gdb13 connect() {
        return connect(symbols);
    }

    /** A client whose program has these symbols. */
    Gdb13 connect(Map<String, Long> symbols) {
        Gdb13 client = Gdb13.connect(proxy.address().port(), symbols);
        clients.add(client);
        return client;
    }

    /** A client that has attached. */
    Gdb13 attach() {
        Gdb13 client = connect();
        client.attach();
        return client;
    }

    /** The clients themselves send this while the target runs. */
    void allowWhileRunning(String command) {
        allowed.add(command);
    }

    @Override
    public void close() {
        clients.forEach(Gdb13::close);
        proxy.close();
        server.close();
        assertThat(server.whileRunning()).as("sent while the target ran").allMatch(allowed::contains);
        assertThat(foreignIds()).as("thread ids that are not the server's").isEmpty();
        for (String invented : server.history().stream()
                .filter(c -> CLIENTS_OWN.matcher(c).matches())
                .distinct()
                .toList()) {
            long sent = clients.stream().mapToLong(c -> sent(c, invented)).sum();
            assertThat(server.history().stream().filter(invented::equals).count())
                    .as("sent %s, though no client did", invented)
                    .isLessThanOrEqualTo(sent);
        }
    }

    private static long sent(Gdb13 client, String command) {
        return client.wire().transcript().lines().stream()
                .filter(line -> line.startsWith("-> $" + command + "#"))
                .count();
    }

    private List<String> foreignIds() {
        List<String> foreign = new ArrayList<>();
        for (String command : server.history()) {
            Matcher matcher =
                    THREAD_ID.matcher(command.startsWith("vCont") || command.matches("(?s)[HTq].*") ? command : "");
            while (matcher.find()) {
                String id = matcher.group(1);
                if (!NO_THREAD.matcher(id).matches() && server.stub().core(id).isEmpty()) {
                    foreign.add(command);
                }
            }
        }
        return foreign;
    }
}
