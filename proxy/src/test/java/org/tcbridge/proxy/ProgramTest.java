package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.kit.KnownSymbols;
import org.tcbridge.core.layout.DeclaredTypes;
import org.tcbridge.core.layout.StructLayout;
import org.tcbridge.core.symbol.Program;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.QuirkServer;

/** Programs that the user named with {@code --elf}. */
class ProgramTest {
    private static final int ARM = 40;

    /** Symbols of a firmware, and what its file's debug information tells: nothing. */
    private record File(Map<String, Long> addresses, DeclaredTypes types) implements Symbols {
        @Override
        public OptionalLong address(String name) {
            return new KnownSymbols(addresses).address(name);
        }

        @Override
        public OptionalLong size(String name) {
            return OptionalLong.empty();
        }
    }

    private static final DeclaredTypes DAMAGED = new DeclaredTypes() {
        @Override
        public String source() {
            return "DWARF 4";
        }

        @Override
        public Optional<StructLayout> struct(String variable, List<String> names) {
            return Optional.empty();
        }

        @Override
        public OptionalInt length(String variable) {
            return OptionalInt.empty();
        }

        @Override
        public List<String> problems() {
            return List.of(".debug_info: unit at 0x0: version 6, expected 2 to 5");
        }
    };

    private static List<String> log(DeclaredTypes types) throws Exception {
        Firmware firmware = Firmware.described();
        try (LogCapture log = new LogCapture();
                QuirkServer server = QuirkServer.start(firmware.machine(), Rig.with());
                ProxyServer proxy = ProxyServer.start(new ProxyConfig(
                        new HostPort("127.0.0.1", 0),
                        new HostPort("127.0.0.1", server.port()),
                        Rig.RTOSES,
                        false,
                        Rig.ARCHITECTURES,
                        Rig.STACKINGS,
                        Optional.of(new Program(
                                new File(firmware.symbols(), types),
                                Optional.of(ByteOrder.LITTLE_ENDIAN),
                                OptionalInt.of(ARM))),
                        StepParked.RUN));
                Gdb13 gdb = Gdb13.connect(proxy.address().port(), Map.of())) {
            gdb.attach();
            assertThat(gdb.threads()).hasSize(4);
            return log.lines();
        }
    }

    @Test
    void damagedDebugInformationIsALineInTheLogAndNoMore() throws Exception {
        assertThat(log(DAMAGED))
                .anyMatch(line -> line.endsWith("DWARF 4"))
                .anyMatch(line ->
                        line.endsWith("debug information: .debug_info: unit at 0x0: version 6, expected 2 to 5"));
    }

    @Test
    void soIsNone() throws Exception {
        assertThat(log(DeclaredTypes.NONE))
                .anyMatch(line -> line.endsWith("no debug information: layouts are calibrated"));
    }
}
