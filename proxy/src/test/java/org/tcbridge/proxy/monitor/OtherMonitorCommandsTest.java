package org.tcbridge.proxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.proxy.LogControl;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.ScriptedGdb;
import org.tcbridge.rsp.kit.ScriptedServer;
import org.tcbridge.rsp.kit.Wire;

/** Monitor commands that are the server's. */
@ExtendWith(LeakRecorder.Check.class)
class OtherMonitorCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private ToySession session(ScriptedServer server, List<Rtos> rtoses) {
        return new ToySession(server.port(), rtoses, LogControl.FIXED, folder);
    }

    @Test
    void passWithTheirConsoleOutputInOrderByteForByte() {
        // upper-case digits and run-length: nobody would write them anew this way
        String command = Wire.enclose('$', "qRcmd,7265736574206861" + "6C74");
        String first = Wire.enclose('$', "O41*\"");
        String second = Wire.enclose('$', "O420A");
        String last = Wire.enclose('$', "4F4b");
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("qSupported:multiprocess+");
                    connection.send("PacketSize=400");
                    connection.expectItem(command);
                    connection.sendRaw("+" + first + second + last);
                    connection.expectEnd();
                });
                ToySession session = session(server, List.of(new ToyKernel()))) {
            ScriptedGdb gdb = session.gdb;
            gdb.sendRaw(command);
            gdb.expectItem("+");
            for (String packet : List.of(first, second, last)) {
                gdb.expectItem(packet);
                gdb.sendRaw("+");
            }
            gdb.close();
        }
    }

    @Test
    void aWordThatOnlyBeginsLikeOursIsNotOurs() {
        try (ScriptedServer server = ScriptedServer.replying(command -> List.of("OK"));
                ToySession session = session(server, List.of())) {
            for (String text : List.of("tcbridgestatus", "reset tcbridge", "TCBRIDGE status", "")) {
                session.gdb.send("qRcmd," + Hex.ofText(text));
                session.gdb.expect("OK");
                assertThat(server.commands()).endsWith("qRcmd," + Hex.ofText(text));
            }
            session.gdb.send("qRcmd,zz");
            session.gdb.expect("OK");
            assertThat(server.commands()).endsWith("qRcmd,zz");
        }
    }

    @Test
    void aCommandThatChangesTheTargetMakesWhatWasReadStale() {
        ToyKernel kernel = new ToyKernel().task(0xa0, "main", 0x20f0, 0x2000, 0x2100);
        boolean[] reset = {false};
        try (ScriptedServer server = ScriptedServer.replying(command -> {
                    if (command.startsWith("qRcmd,")) {
                        reset[0] = true;
                        return List.of("O" + Hex.ofText("done\n"), "OK");
                    }
                    return switch (command) {
                        case "g" -> List.of("00".repeat(ToyArchitecture.G_BYTES));
                        case "m1000,4" -> List.of(reset[0] ? "00000000" : "a0000000");
                        case "m1004,4" -> List.of("07000000");
                        default -> List.of("");
                    };
                });
                ToySession session = session(server, List.of(kernel))) {
            session.giveSymbols();
            assertThat(session.monitor("tcbridge layout")).hasSize(2);
            assertThat(session.monitor("tcbridge threads")).anyMatch(line -> line.startsWith("1   main"));
            assertThat(session.monitor("reset halt")).containsExactly("done");
            assertThat(session.monitor("tcbridge threads"))
                    .containsExactly("no tasks: toy_running is 0: the kernel does not run");
        }
    }

    @Test
    void aServerWithoutWordsIsShownAsOne() {
        try (ScriptedServer server = ScriptedServer.replying(command -> List.of(""));
                ToySession session = session(server, List.of(new ToyKernel()))) {
            assertThat(session.monitor("tcbridge status"))
                    .containsExactly(
                            "server         127.0.0.1:" + server.port(),
                            "packet size    400 bytes, assumed",
                            "no-ack mode    not offered",
                            "multiprocess   not offered",
                            "vCont actions  none",
                            "threads        the server's own: no symbols have been offered by gdb yet",
                            "conditions     left to the server and the client",
                            "memory reads   0 of 0 bytes in all since gdb connected",
                            "read times     not measured yet: up to 512 bytes between two ranges are read along",
                            "cache          off: neither the program's file (--elf) nor a memory map is known");
        }
    }

    @Test
    void whileTheServerRunsTheTargetTheyGoThereAtOnce() {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.expect("qSupported:multiprocess+");
                    connection.send("PacketSize=400");
                    connection.expect("c");
                    connection.expect("qRcmd," + Hex.ofText("tcbridge status"));
                    connection.send("E01");
                    connection.send("S05");
                    connection.expectEnd();
                });
                ToySession session = session(server, List.of())) {
            session.gdb.send("c");
            session.gdb.send("qRcmd," + Hex.ofText("tcbridge status"));
            session.gdb.expect("E01");
            session.gdb.expect("S05");
            session.gdb.close();
        }
    }
}
