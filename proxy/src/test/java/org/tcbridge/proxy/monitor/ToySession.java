package org.tcbridge.proxy.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.arch.Architecture;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.stacking.StackingCatalog;
import org.tcbridge.core.stacking.StackingFormatException;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.kit.ScriptedGdb;

/** A client behind a proxy before a server; it has asked {@code qSupported}. */
final class ToySession implements AutoCloseable {
    /** The frame of the toy kernel: pc with bit 0 set, r0, r1; lr is always 0. */
    private static final String STACKING = """
            id = "toy-frame"
            title = "Toy"
            rtos = "toy"
            architecture = "toy-cpu"
            source = "this test"
            frame = ["r0", "pc", "-"]
            check = ["pc & 1 == 1"]
            [registers]
            pc = "pc & ~1"
            sp = "top"
            lr = 0
            """;

    /** The same registers in a control block, with the stack pointer. */
    static final String IN_CONTROL_BLOCK =
            STACKING.replace("frame = [\"r0\", \"pc\", \"-\"]", """
                    place = "control block"
                    frame = ["r0", "pc", "SP"]""").replace("sp = \"top\"", "sp = \"SP\"");

    /** One that fits no task. */
    private static final String OTHER =
            STACKING.replace("toy-frame", "toy-other").replace("pc & 1 == 1", "pc == 7");

    private final ProxyServer proxy;
    final ScriptedGdb gdb;

    /** A session of a proxy that looks for these RTOSes. */
    ToySession(int backend, List<Rtos> rtoses, LogControl log, Path folder) {
        this(backend, rtoses, log, folder, STACKING);
    }

    /** One whose tasks save their registers as a file says. */
    ToySession(int backend, List<Rtos> rtoses, LogControl log, Path folder, String saved) {
        List<Architecture> architectures = List.of(new ToyArchitecture());
        try {
            Path stacking = Files.writeString(folder.resolve("toy.toml"), saved);
            Path other = Files.writeString(folder.resolve("other.toml"), OTHER);
            List<Path> files = rtoses.isEmpty() ? List.of() : List.of(other, stacking);
            proxy = ProxyServer.start(new ProxyConfig(
                            new HostPort("127.0.0.1", 0),
                            new HostPort("127.0.0.1", backend),
                            rtoses,
                            false,
                            architectures,
                            StackingCatalog.load(rtoses, architectures, files),
                            Optional.empty(),
                            ProxyConfig.StepParked.RUN)
                    .with(log));
        } catch (IOException | StackingFormatException e) {
            throw new IllegalStateException(e);
        }
        gdb = ScriptedGdb.connect(proxy.address().port());
        gdb.ask("qSupported:multiprocess+");
    }

    /** Answers the proxy's question for its symbol: the tasks are there from now on. */
    void giveSymbols() {
        gdb.ask("qSymbol::");
        gdb.send("qSymbol:" + Hex.number(ToyKernel.RUNNING) + ":" + Hex.ofText(ToyKernel.SYMBOL));
        gdb.expect("OK");
    }

    /** Sends a monitor command and gives its output's lines; the reply must be OK. */
    List<String> monitor(String command) {
        StringBuilder text = new StringBuilder();
        for (String packet : packets(command)) {
            text.append(Hex.parseText(packet.substring(1)));
        }
        return text.toString().lines().toList();
    }

    /** The console packets of a monitor command. */
    List<String> packets(String command) {
        List<String> packets = new ArrayList<>();
        gdb.send("qRcmd," + Hex.ofText(command));
        String packet = gdb.receive();
        while (!packet.equals("OK")) {
            packets.add(packet);
            packet = gdb.receive();
        }
        return packets;
    }

    @Override
    public void close() {
        gdb.close();
        proxy.close();
    }
}
