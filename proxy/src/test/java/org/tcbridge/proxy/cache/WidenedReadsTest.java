package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tcbridge.proxy.cache.CachedSession.CODE;
import static org.tcbridge.proxy.cache.CachedSession.SECTIONS;
import static org.tcbridge.proxy.cache.CachedSession.TEXT;
import static org.tcbridge.proxy.cache.CachedSession.code;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tcbridge.rsp.kit.LeakRecorder;
import org.tcbridge.rsp.kit.Quirk;
import org.tcbridge.rsp.kit.Stub;

/** Reads of a session that are asked of the server as larger ones. */
@ExtendWith(LeakRecorder.Check.class)
class WidenedReadsTest {
    /** A server that refuses reads of more bytes than that. */
    private static Quirk refusesReadsOver(int most) {
        return new Quirk() {
            @Override
            public Optional<List<String>> answer(String command, Stub stub) {
                boolean refused = command.startsWith("m")
                        && Integer.parseInt(command.substring(command.indexOf(',') + 1), 16) > most;
                return refused ? Optional.of(List.of("E02")) : Optional.empty();
            }
        };
    }

    @Test
    void readsAreWidenedWithinTheSection() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS)) {
            session.ask("m8000,4");
            List<String> reads = session.reads("m8100,4", "m8104,4", "m8100,2", "m83f0,4", "m83f8,8");
            assertThat(reads).as("with a link where bytes cost next to nothing").hasSizeLessThanOrEqualTo(4);
            assertThat(reads).allMatch(read -> {
                String[] range = read.substring(1).split(",", -1);
                int from = Integer.parseInt(range[0], 16);
                return from >= TEXT && from + Integer.parseInt(range[1], 16) <= TEXT + CODE.length;
            });
            assertThat(session.ask("m83f0,10")).isEqualTo(code(0x83f0, 16));
        }
    }

    @Test
    void whereThatFailsWhatWasAskedForIsRead() {
        try (CachedSession session = new CachedSession(CacheMode.CODE, SECTIONS, refusesReadsOver(16))) {
            session.ask("m8000,4");
            assertThat(session.ask("m8100,4")).isEqualTo(code(0x8100, 4));
            assertThat(session.reads("m8110,4", "m8110,4", "m8100,4")).containsExactly("m8110,4");
        }
    }

    /** A failed read is the client's to see, each time. */
    @Test
    void errorsAreNotHeld() {
        try (CachedSession session = new CachedSession(CacheMode.HALTED, SECTIONS, refusesReadsOver(2))) {
            assertThat(session.ask("m8000,4")).isEqualTo("E02");
            assertThat(session.ask("m8000,4")).isEqualTo("E02");
            assertThat(session.ask("m8000,2")).isEqualTo(code(0x8000, 2));
        }
    }
}
