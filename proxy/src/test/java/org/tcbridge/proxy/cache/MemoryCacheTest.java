package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tcbridge.rsp.frame.Packet;

/** What happens while a read is under way, and stops of several threads: a server with 4 KiB of ROM. */
class MemoryCacheTest {
    private final MemoryCache cache = new MemoryCache(CacheMode.CODE, List.of(), () -> 0);

    MemoryCacheTest() {
        cache.mapAsked(Packet.of("qXfer:memory-map:read::0,ffb"));
        cache.mapAnswered(
                Packet.of("l<memory-map><memory type=\"rom\" start=\"0x8000\" length=\"0x1000\"/></memory-map>"));
    }

    private void told(String command, String reply) {
        cache.sending(Packet.of(command), false).release();
        assertThat(cache.answered(Packet.of(reply))).isNotNull();
    }

    private boolean held() {
        return cache.held(Packet.of("m8010,4"), false) != null;
    }

    @Test
    void whatIsReadIsHeld() {
        told("m8010,4", "01020304");

        assertThat(held()).isTrue();
    }

    /** The reply may tell of the time before or after. */
    @Test
    void aReadThatSomethingCameAcrossIsNotHeld() {
        cache.sending(Packet.of("m8010,4"), false).release();
        cache.disturbed();
        cache.answered(Packet.of("01020304"));

        assertThat(held()).isFalse();
    }

    @Test
    void aDisturbanceAndAFreshStartForgetAll() {
        told("m8010,4", "01020304");
        cache.disturbed();
        assertThat(held()).isFalse();

        told("m8010,4", "01020304");
        cache.refresh();
        assertThat(held()).isFalse();
    }

    /** A map that comes later does not bring it back. */
    @Test
    void whatHasStoppedStaysSo() {
        cache.stop();
        assertThat(cache.active()).isFalse();

        cache.mapAsked(Packet.of("qXfer:memory-map:read::0,ffb"));
        cache.mapAnswered(
                Packet.of("l<memory-map><memory type=\"rom\" start=\"0x8000\" length=\"0x1000\"/></memory-map>"));

        assertThat(cache.active()).isFalse();
    }

    /** They may be CPUs with memory of their own. */
    @Test
    void nothingIsHeldFromOneThreadsStopToAnothers() {
        told("vCont;c", "T05thread:1;");
        told("m8010,4", "01020304");
        told("vCont;c", "T05thread:1;");
        assertThat(held()).isTrue();

        told("vCont;c", "T05thread:2;");

        assertThat(held()).isFalse();
    }
}
