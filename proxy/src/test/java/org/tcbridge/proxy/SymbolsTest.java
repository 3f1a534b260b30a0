package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Wire;

/** The offer to look up symbols: our questions first, then the server's. */
@ExtendWith(LeakRecorder.Check.class)
class SymbolsTest {

    @Test
    void ourQuestionsComeFirstThenTheServers() {
        try (Rig rig = Rig.tasks(KnownServer.PYOCD)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.questions()).startsWith("pxCurrentTCB").endsWith("rtosA", "rtosB");
            assertThat(rig.server().commands().stream().filter(c -> c.startsWith("qSymbol")))
                    .containsExactly("qSymbol::", "qSymbol::" + Wire.hex("rtosA"), "qSymbol::" + Wire.hex("rtosB"));
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @Test
    void whatTheServerAsksIsAnsweredByTheClient() {
        Firmware firmware = Firmware.described();
        firmware.symbols().put("rtosB", 0x2000_0400L);
        try (Rig rig = Rig.tasks(firmware, Rig.quirks(KnownServer.PYOCD))) {
            rig.attach();

            assertThat(rig.server().commands()).contains("qSymbol:20000400:" + Wire.hex("rtosB"));
        }
    }

    /** gdb never offers again after an empty reply, so it gets none, whatever the server says. */
    @Test
    void theLastReplyIsOk() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();

            assertThat(rig.server().count("qSymbol::")).isEqualTo(1);
            assertThat(gdb.offerSymbols()).isEqualTo("OK");
        }
    }

    @Test
    void anotherOfferIsAskedAnewAndChangesNothing() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            List<ThreadLine> threads = gdb.threads();
            List<String> first = gdb.questions();
            rig.server().forget();

            gdb.offerSymbols();

            assertThat(gdb.questions())
                    .hasSize(2 * first.size())
                    .startsWith(first.toArray(String[]::new))
                    .endsWith(first.toArray(String[]::new));
            assertThat(rig.server().commands()).containsExactly("qSymbol::");
            assertThat(gdb.threads()).isEqualTo(threads);
        }
    }

    /** A bootloader first, then the program: {@code file}, {@code add-symbol-file}. */
    @Test
    void aProgramThatIsLoadedLaterIsFound() {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple()) {
            try (Gdb13 gdb = rig.connect(Map.of("main", 0x0800_0100L))) {
                gdb.attach();

                assertThat(gdb.questions())
                        .containsExactly(
                                "pxCurrentTCB",
                                "pxCurrentTCBs",
                                "pxCurrentTCB.lto_priv.0",
                                "pxCurrentTCBs.lto_priv.0",
                                "pxReadyTasksLists",
                                "pxReadyTasksLists.lto_priv.0",
                                "_tx_thread_created_ptr",
                                "_tx_thread_current_ptr",
                                "_tx_thread_created_count");
                assertThat(gdb.threads()).containsExactly(new ThreadLine("1", "", ""));
                assertThat(log.lines())
                        .anyMatch(
                                line -> line.endsWith(
                                        "tasks are not shown: the program that gdb has lacks the symbols of FreeRTOS V7.5 to V11.3 (pxCurrentTCB,"
                                                + " pxReadyTasksLists) or ThreadX V5 and V6 (_tx_thread_created_ptr, _tx_thread_current_ptr,"
                                                + " _tx_thread_created_count): load its file into gdb, or name it with --elf, or its symbols with --symbols"));

                offer(gdb, rig.firmware().symbols());

                assertThat(gdb.threads()).contains(new ThreadLine("1", "blinky", "running, priority 2"));
            }
            assertThat(rig.server().count("qSymbol::")).isEqualTo(2);
        }
    }

    private static void offer(Gdb13 gdb, Map<String, Long> symbols) {
        String reply = gdb.ask("qSymbol::");
        while (reply.startsWith("qSymbol:")) {
            String hex = reply.substring(8);
            Long address = symbols.get(Wire.text(hex));
            reply = gdb.ask("qSymbol:" + (address == null ? "" : Long.toHexString(address)) + ":" + hex);
        }
        assertThat(reply).isEqualTo("OK");
    }

    @Test
    void aProgramThatIsUnloadedTakesItsTasksAlong() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            assertThat(gdb.threads()).hasSize(4);

            offer(gdb, Map.of());

            assertThat(gdb.threads()).containsExactly(new ThreadLine("1", "", "CPU 0, no task"));
            assertThat(gdb.ask("g")).isEqualTo(rig.firmware().machine().general(1));
        }
    }

    @Test
    void linkTimeOptimisationRenamesStaticVariables() {
        Firmware firmware = Firmware.described();
        Map<String, Long> renamed = new HashMap<>();
        firmware.symbols()
                .forEach((name, address) -> renamed.put(
                        name.matches("pxCurrentTCB|xTickCount|.*Task[A-Z].*") ? name : name + ".lto_priv.0", address));
        assertThat(renamed).containsKeys("pxReadyTasksLists.lto_priv.0", "xSchedulerRunning.lto_priv.0");
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.connect(renamed);
            gdb.attach();

            assertThat(gdb.threads())
                    .extracting(ThreadLine::name)
                    .containsExactlyInAnyOrder("IDLE", "blinky", "sensor", "comms");
        }
    }

    /** An answer to a question of ours never reaches the server, and a stray one does no harm. */
    @Test
    void anAnswerThatNobodyAskedForIsTheServers() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            rig.server().forget();

            assertThat(gdb.ask("qSymbol:20000400:" + Wire.hex("stray"))).isEqualTo("OK");

            assertThat(rig.server().commands()).containsExactly("qSymbol:20000400:" + Wire.hex("stray"));
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @Test
    void withoutAnRtosTheOfferIsTheServersAlone() {
        try (Rig rig = Rig.of(KnownServer.PYOCD, false)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.questions()).containsExactly("rtosA", "rtosB");
            assertThat(gdb.offerSymbols()).isEqualTo("OK");
        }
        try (Rig rig = Rig.of(KnownServer.QEMU, false)) {
            assertThat(rig.attach().offerSymbols()).isEmpty();
        }
    }

    /** A server that asks for ever is the client's to stop, as without a proxy: each question is passed on. */
    @Test
    void theServersQuestionsAreCountedByNobody() {
        try (Rig rig = Rig.simple(Quirks.replies("qSymbol:.*", "qSymbol:" + Wire.hex("more")))) {
            Gdb13 gdb = rig.connect();
            gdb.ask("qSupported");
            String reply = gdb.ask("qSymbol::");
            while (!reply.equals("qSymbol:" + Wire.hex("more"))) {
                reply = gdb.ask("qSymbol::" + reply.substring(8));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(gdb.ask("qSymbol::" + Wire.hex("more"))).isEqualTo("qSymbol:" + Wire.hex("more"));
            }
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
        }
    }
}
