package org.tcbridge.proxy.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.ProgramSection;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.kit.Machine;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.QuirkServer;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.ScriptedGdb;

/** A client, the proxy with a cache, and a server. */
final class CachedSession implements AutoCloseable {
    static final int TEXT = 0x8000;
    static final int RAM = 0x20000000;
    static final int DEVICE = 0x40000000;
    static final byte[] CODE = code();
    static final List<ProgramSection> SECTIONS = List.of(
            new ProgramSection(TEXT, CODE.length, false, true, ByteBuffer.wrap(CODE)),
            new ProgramSection(RAM, 0x100, true, false, ByteBuffer.allocate(0)));

    /** A server without room for more than a few bytes: nothing is read ahead. */
    static final Quirk SMALL = Quirks.features("PacketSize=40");

    private final Machine machine = new Machine()
            .core(1, new byte[8])
            .region(TEXT, CODE)
            .region(RAM, new byte[0x100])
            .region(DEVICE, new byte[0x10]);
    private final QuirkServer server;
    private final ProxyServer proxy;
    private final ScriptedGdb gdb;

    CachedSession(CacheMode mode, List<ProgramSection> sections, Quirk... quirks) {
        server = QuirkServer.start(machine, List.of(quirks));
        proxy = proxy(server.port(), mode, sections);
        gdb = ScriptedGdb.connect(proxy.address().port());
        gdb.ask("qSupported");
        gdb.ask("?");
    }

    private static byte[] code() {
        byte[] code = new byte[0x400];
        new Random(1).nextBytes(code);
        return code;
    }

    static ProxyServer proxy(int port, CacheMode mode, List<ProgramSection> sections) {
        Program program = new Program(KnownSymbols.NONE, Optional.empty(), OptionalInt.empty(), sections);
        HostPort here = new HostPort("127.0.0.1", 0);
        try {
            return ProxyServer.start(new ProxyConfig(
                            here,
                            new HostPort("127.0.0.1", port),
                            List.of(),
                            false,
                            List.of(),
                            StackingCatalog.load(List.of(), List.of(), List.of()),
                            Optional.of(program),
                            ProxyConfig.StepParked.RUN)
                    .with(mode));
        } catch (IOException | StackingFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    static String code(int address, int length) {
        return HexFormat.of().formatHex(CODE, address - TEXT, address - TEXT + length);
    }

    Machine machine() {
        return machine;
    }

    QuirkServer server() {
        return server;
    }

    ScriptedGdb gdb() {
        return gdb;
    }

    String ask(String command) {
        return gdb.ask(command);
    }

    /** The reads that the server gets while the client asks for these, in turn. */
    List<String> reads(String... commands) {
        server.forget();
        for (String command : commands) {
            gdb.ask(command);
        }
        return server.commands().stream().filter(c -> c.startsWith("m")).toList();
    }

    @Override
    public void close() {
        gdb.close();
        proxy.close();
        server.close();
    }
}
