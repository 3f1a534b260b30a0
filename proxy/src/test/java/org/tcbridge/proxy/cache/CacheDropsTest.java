package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.cache.CachedSession.SECTIONS;
import static org.tcbridge.proxy.cache.CachedSession.SMALL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirks;

/** What ends the cache in a session, or what it holds, and what does not. */
@ExtendWith(LeakRecorder.Check.class)
class CacheDropsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "M8010,1:00",
                "X8010,1:a",
                "M40000000,1:00",
                "vFlashErase:8000,400",
                "vFlashDone",
                "qRcmd,72",
                "P0=00000000",
                "?",
                "QThreadEvents:1",
                "vFile:open:00",
                "jMadeUp"
            })
    void whatMayChangeMemoryDropsAll(String command) {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            session.ask("m8010,4");
            assertThat(session.reads("m8010,4")).isEmpty();
            session.ask(command);
            assertThat(session.reads("m8010,4")).containsExactly("m8010,4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g",
                "qC",
                "qfThreadInfo",
                "p0",
                "vCont?",
                "Hc-1",
                "qAttached",
                "qXfer:auxv:read::0,10",
                "m40000000,4",
                "Z2,20000000,4"
            })
    void whatDoesNotDropsNothing(String command) {
        try (CachedSession session = new CachedSession(CacheMode.HALTED, SECTIONS, SMALL)) {
            session.ask("m8010,4");
            session.ask("m20000010,4");
            session.ask(command);
            assertThat(session.reads("m8010,4", "m20000010,4")).isEmpty();
        }
    }

    @Test
    void aProgramThatHasEndedHasNoRam() {
        try (CachedSession session = new CachedSession(CacheMode.HALTED, SECTIONS, SMALL, Quirks.replies("c", "W00"))) {
            assertThat(session.reads("m20000000,4", "c", "m20000000,4", "m20000000,4"))
                    .hasSize(3);
        }
    }

    /** Its reply may come later and be taken for another's. */
    @Test
    void aCommandThatWasGivenUpEndsTheCache() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL, Quirks.replies("qOffsets"))) {
            session.ask("m8010,4");
            session.server().forget();
            session.gdb().send("qOffsets");
            session.ask("m8010,4");
            assertThat(session.server().commands()).containsExactly("qOffsets", "m8010,4");
        }
    }

    /** What is there after that nobody knows, whatever comes next. */
    @Test
    void aBreakpointThatIsNotRemovedIsForgotten() {
        try (CachedSession session =
                new CachedSession(CacheMode.CODE, SECTIONS, SMALL, Quirks.replies("z0.*", "E01"))) {
            session.ask("Z0,8010,2");
            session.ask("m8010,4");
            assertThat(session.ask("z0,8010,2")).isEqualTo("E01");
            session.ask("Z0,8010,2");
            session.server().forget();
            session.ask("m8010,4");
            assertThat(session.server().commands()).containsExactly("m8010,4");
        }
    }

    /** Another thread may be a CPU with memory of its own. */
    @Test
    void anotherThreadIsAskedAnew() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            session.ask("Hg1");
            session.ask("m8010,4");
            session.ask("Hg2");
            session.server().forget();
            session.ask("m8010,4");
            assertThat(session.server().commands()).containsExactly("m8010,4");
        }
    }

    /** The target may run whenever it likes from then on, whether the server takes it or not. */
    @Test
    void nonStopModeEndsTheCache() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, SMALL)) {
            session.ask("m8010,4");
            session.ask("QNonStop:0");
            session.server().forget();
            session.ask("m8010,4");
            assertThat(session.server().commands())
                    .as("all-stop is what it was")
                    .isEmpty();
            session.ask("QNonStop:1");
            session.server().forget();
            session.ask("m8010,4");
            session.ask("m8010,4");
            assertThat(session.server().commands()).containsExactly("m8010,4", "m8010,4");
        }
    }
}
