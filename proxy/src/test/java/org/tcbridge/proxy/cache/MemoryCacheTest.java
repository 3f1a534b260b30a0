package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.frame.Packet;

/** What the cache makes of one command and its reply, and of what comes in between: a server with 4 KiB of ROM. */
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
        return held("m8010,4");
    }

    private boolean held(String command) {
        return cache.held(Packet.of(command), false) != null;
    }

    /** What the server is sent for it. */
    private String sent(String command, boolean own) {
        Packet sent = cache.sending(Packet.of(command), own);
        String payload = sent.payload();
        sent.release();
        return payload;
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

    /** A register may choose a memory bank; one that was refused may have been written in part. */
    @ParameterizedTest
    @ValueSource(strings = {"OK", "E01"})
    void aWriteOfAllRegistersForgetsAll(String reply) {
        told("vCont;c", "T05thread:1;");
        told("m8010,4", "01020304");
        told("g", "0011223344556677");
        assertThat(held()).isTrue();
        assertThat(held("g")).isTrue();

        told("G0000000000000000", reply);

        assertThat(held()).isFalse();
        assertThat(held("g")).isFalse();
    }

    /** Two digits are a short register, or a short error. */
    @ParameterizedTest
    @ValueSource(strings = {"E01", "E1", "E.none", "", "OK"})
    void whatIsNoRegistersIsNotHeld(String reply) {
        told("vCont;c", "T05thread:1;");

        told("g", reply);
        assertThat(held("g")).isFalse();

        told("g", "00112233xxxxxxxx");
        assertThat(held("g")).isTrue();
    }

    @Test
    void registersOfATargetThatRunsAreNotHeld() {
        told("g", "0011223344556677");

        assertThat(held("g")).isFalse();
    }

    @Test
    void aReadOf256BytesIsHeldAndALongerOneIsNot() {
        told("m8000,100", "00".repeat(0x100));
        assertThat(held("m8000,100")).isTrue();

        told("m8200,101", "00".repeat(0x101));
        assertThat(held("m8200,4")).isFalse();
    }

    @Test
    void aLongReadIsTheServersThoughAllOfItIsKnown() {
        told("m8000,100", "00".repeat(0x100));
        told("m8100,100", "00".repeat(0x100));
        assertThat(held("m80ff,2")).isTrue();

        assertThat(held("m8000,101")).isFalse();
    }

    /** They are timed, and are to be what they seem. */
    @Test
    void tcbridgesOwnReadsAreTheServers() {
        told("m8010,4", "01020304");

        assertThat(cache.held(Packet.of("m8010,4"), true)).isNull();
        assertThat(held()).isTrue();
    }

    @Test
    void tcbridgesOwnReadsAreNotWidenedAndAreHeld() {
        cache.packets(() -> 4096);
        told("m8010,4", "01020304");

        assertThat(sent("m8110,4", false)).isEqualTo("m8100,40");
        assertThat(sent("m8110,4", true)).isEqualTo("m8110,4");
        cache.answered(Packet.of("01020304"));
        assertThat(held("m8110,4")).isTrue();
        assertThat(held("m8110,5")).isFalse();
    }
}
