package org.tcbridge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.Gdb13;
import org.tcbridge.rsp.kit.Gdb13.ThreadLine;
import org.tcbridge.rsp.kit.KnownServer;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Quirks;
import org.tcbridge.rsp.kit.Wire;

/** What a client asks about threads, and what it is offered. */
@ExtendWith(LeakRecorder.Check.class)
class ThreadQueriesTest {

    @Test
    void theListInXml() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.ask("qXfer:threads:read::0,ffb")).isEqualTo("""
                            l<?xml version="1.0"?>
                            <threads>
                            <thread id="1" core="0" name="blinky">running, priority 2</thread>
                            <thread id="2" name="IDLE">ready, priority 0</thread>
                            <thread id="3" name="sensor">blocked: until tick 6000, priority 3</thread>
                            <thread id="4" name="comms">suspended, priority 1</thread>
                            </threads>
                            """);
        }
    }

    @Test
    void theListInPages() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            String whole = gdb.ask("qXfer:threads:read::0,ffb").substring(1);
            StringBuilder pages = new StringBuilder();

            for (int offset = 0; offset < whole.length() / 7 * 7; offset += 7) {
                String page = gdb.ask("qXfer:threads:read::%x,7".formatted(offset));
                assertThat(page).startsWith("m").hasSize(8);
                pages.append(page.substring(1));
            }
            pages.append(gdb.ask("qXfer:threads:read::%x,7".formatted(pages.length()))
                    .substring(1));

            assertThat(pages.toString()).isEqualTo(whole);
            assertThat(gdb.ask("qXfer:threads:read::%x,7".formatted(whole.length())))
                    .isEqualTo("l");
        }
    }

    @Test
    void namesThatAreNoXml() {
        Firmware firmware = Firmware.described();
        firmware.rename("sensor", "<a&\"b'>");
        firmware.rename("comms", "$#}*");
        try (Rig rig = Rig.tasks(firmware, Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).extracting(ThreadLine::name).contains("&lt;a&amp;&quot;b&apos;&gt;", "$#}*");
            assertThat(Wire.text(gdb.ask("qThreadExtraInfo,3")))
                    .isEqualTo("<a&\"b'>: blocked: until tick 6000, priority 3");
        }
    }

    @Test
    void theOldQueries() {
        try (Rig rig = Rig.simple()) {
            Gdb13 gdb = rig.attach();
            gdb.threads();
            rig.server().forget();

            assertThat(gdb.ask("qfThreadInfo")).isEqualTo("m1,2,3,4");
            assertThat(gdb.ask("qsThreadInfo")).isEqualTo("l");
            assertThat(Wire.text(gdb.ask("qThreadExtraInfo,4"))).isEqualTo("comms: suspended, priority 1");
            assertThat(gdb.ask("qThreadExtraInfo,5")).isEqualTo("E.no thread 5");
            assertThat(gdb.ask("T4")).isEqualTo("OK");
            assertThat(gdb.ask("T5")).isEqualTo("E.no thread 5");
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
            assertThat(gdb.ask("Hg4")).isEqualTo("OK");
            assertThat(gdb.ask("qC")).isEqualTo("QC4");
            assertThat(gdb.ask("Hg0")).isEqualTo("OK");
            assertThat(gdb.ask("qC")).isEqualTo("QC1");
            assertThat(gdb.ask("Hc4")).isEqualTo("OK");
            assertThat(gdb.ask("Hg5")).isEqualTo("E.no thread 5");

            assertThat(rig.server().commands())
                    .as("answered without the server")
                    .isEmpty();
        }
    }

    /** LLDB's questions, and those for thread-local storage: a task's id is nothing to the server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "qThreadStopInfo3",
                "jThreadsInfo",
                "jThreadExtendedInfo:{\"thread\":3}",
                "qGetTLSAddr:3,10,0",
                "qGetTIBAddr:3"
            })
    void whatOnlySomeServersTellOfThreadsIsNotAskedForTasks(String query) {
        try (Rig rig = Rig.simple(Quirks.replies("[qj](Thread|Get).*", "server"))) {
            Gdb13 gdb = rig.connect();
            gdb.ask("qSupported");
            assertThat(gdb.ask(query)).isEqualTo("server");
            gdb.attach();
            gdb.threads();
            rig.server().forget();

            assertThat(gdb.ask(query)).isEmpty();

            assertThat(rig.server().commands()).isEmpty();
        }
    }

    /** QEMU never answers a question about a thread it does not know. */
    @Test
    void aThreadThatNobodyKnowsIsNotAskedFor() {
        try (Rig rig = Rig.tasks(KnownServer.QEMU)) {
            assertThat(rig.attach().ask("qThreadExtraInfo,p1.77")).isEqualTo("E.no thread p1.77");
        }
    }

    /** The server's features, and what the client is offered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PacketSize=4000|PacketSize=4000;qXfer:threads:read+",
                "PacketSize=4000;QNonStop+;foo-;bar?|PacketSize=4000;QNonStop+;foo-;bar?;qXfer:threads:read+",
                "qXfer:threads:read-;x+|qXfer:threads:read+;x+",
                "qXfer:threads:read+;x+|qXfer:threads:read+;x+",
                "''|qXfer:threads:read+",
            })
    void theServersFeaturesAreMerged(String features, String offered) {
        try (Rig rig = Rig.simple(Quirks.features(features))) {
            assertThat(rig.connect().ask("qSupported:xmlRegisters=i386")).isEqualTo(offered);
        }
    }

    @Test
    void nonStopModeIsNotOfferedWhenTheUserNamedTheRtos() {
        List<Quirk> quirks = Rig.with(Quirks.features("QNonStop+;PacketSize=4000"));
        try (Rig rig = Rig.chosen(Firmware.described(), quirks)) {
            assertThat(rig.connect().ask("qSupported")).isEqualTo("PacketSize=4000;qXfer:threads:read+");
        }
    }

    @Test
    void nonStopModeIsRefusedWhereTasksMayBe() {
        try (Rig rig = Rig.simple(Quirks.replies("QNonStop:.", "OK"))) {
            Gdb13 gdb = rig.connect();
            gdb.ask("qSupported");
            assertThat(gdb.ask("QNonStop:1"))
                    .isEqualTo("E.no non-stop mode where tasks are shown: start tcbridge with --rtos none to have it");
            assertThat(gdb.ask("QNonStop:0")).isEqualTo("OK");
            gdb.attach();

            assertThat(rig.server().count("QNonStop:1")).isZero();
            assertThat(gdb.threads()).hasSize(4);
        }
    }

    @Test
    void onATargetThatNoRtosIsKnownForItIsTheServersAffair() {
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.simple(
                        Quirks.replies("QNonStop:1", "OK"),
                        Quirks.describes("<target><architecture>i386:x86-64</architecture></target>"))) {
            Gdb13 gdb = rig.connect();
            gdb.ask("qSupported");
            assertThat(gdb.ask("QNonStop:1")).isEqualTo("OK");
            gdb.attach();

            assertThat(gdb.questions()).isEmpty();
            assertThat(gdb.threads()).extracting(ThreadLine::id).containsExactly("1");
            assertThat(log.lines()).anyMatch(line -> line.contains("non-stop"));
        }
    }

    @Test
    void aServerMayOfferADescriptionAndHaveNone() {
        try (Rig rig = Rig.tasks(Firmware.legacy(), KnownServer.PLAIN.quirks())) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.registers(gdb.id("sensor"))).isEqualTo(rig.firmware().parked("sensor"));
        }
    }

    @Test
    void aServerThatKnowsAnRtosItselfIsLeftAlone() {
        List<Quirk> quirks = Rig.with(Quirks.namesThreads());
        try (LogCapture log = new LogCapture();
                Rig rig = Rig.tasks(Firmware.cores(3), quirks)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads())
                    .containsExactly(
                            new ThreadLine("1", "", "Task1 (Ready)"),
                            new ThreadLine("2", "", "Task2 (Ready)"),
                            new ThreadLine("3", "", "Task3 (Ready)"));
            assertThat(gdb.registers("2")).isEqualTo(rig.firmware().machine().general(2));
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the server shows threads of its own; name the RTOS with --rtos"));
        }
    }

    @Test
    void itsThreadsAreReplacedWhenTheUserNamedTheRtos() {
        List<Quirk> quirks = Rig.with(Quirks.namesThreads());
        try (Rig rig = Rig.chosen(Firmware.cores(3), quirks)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads())
                    .extracting(ThreadLine::name)
                    .containsExactlyInAnyOrder("IDLE", "blinky", "sensor", "comms");
        }
    }

    @Test
    void coresWithoutATaskAreThreadsToo() {
        try (Rig rig = Rig.tasks(Firmware.cores(2), Rig.SIMPLE)) {
            Gdb13 gdb = rig.attach();

            assertThat(gdb.threads()).hasSize(5).contains(new ThreadLine("2", "", "CPU 1, no task"));
            assertThat(gdb.registers("2")).isEqualTo(rig.firmware().machine().general(2));
            assertThat(gdb.registers("1")).isEqualTo(rig.firmware().machine().general(1));
        }
    }
}
