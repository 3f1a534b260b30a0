package org.tcbridge.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tcbridge.rsp.frame.Packet;

/**
 * Any mixture of reads, writes, steps, breakpoints and monitor commands shows the same bytes with the cache as without it.
 * Each run compares two targets of the same seed: one behind the cache, one asked directly.
 */
class CachePropertyTest {
    private static final int RUNS = 400;
    private static final int COMMANDS = 120;

    /** The cache between a client and a target, as a session has it. */
    private static final class Through {
        private final SimulatedTarget target;
        private final MemoryCache cache;
        private final Random random;
        private final double perByte;
        private long clock;
        private int asked;

        Through(SimulatedTarget target, CacheMode mode, boolean file, boolean map, Random random) {
            this.target = target;
            this.random = random;
            perByte = random.nextInt(4) == 0 ? 50_000 : 10;
            cache = new MemoryCache(mode, file ? target.sections() : List.of(), () -> clock);
            cache.packets(() -> 4096);
            if (map) {
                cache.mapAsked(Packet.of("qXfer:memory-map:read::0,ffb"));
                cache.mapAnswered(Packet.of("l" + SimulatedTarget.map()));
            }
        }

        String ask(String command) {
            return ask(command, false);
        }

        private String ask(String command, boolean own) {
            Packet packet = Packet.of(command);
            if (!cache.active()) {
                return at(packet);
            }
            Packet held = cache.held(packet, own);
            if (held != null) {
                return held.payload();
            }
            Packet reply = cache.answered(reply(cache.sending(packet, own)));
            if (reply == null) {
                reply = cache.answered(reply(cache.again()));
            }
            return Objects.requireNonNull(reply).payload();
        }

        private Packet reply(Packet sent) {
            return Packet.of(at(sent));
        }

        private String at(Packet sent) {
            String command = sent.command();
            asked++;
            String reply = target.answer(command);
            clock += 1_000_000 + (long) (perByte * reply.length() / 2);
            // what the server or the proxy itself says in between must not do harm
            if (random.nextInt(200) == 0) {
                cache.disturbed();
            }
            if (random.nextInt(200) == 0) {
                cache.refresh();
            }
            return reply;
        }

        /** A read of the proxy's own. */
        void own() {
            ask("m%x,%x".formatted(SimulatedTarget.RAM + random.nextInt(0x180), 1 + random.nextInt(64)), true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noByteDiffersFromTheUncachedRun(CacheMode mode) {
        int answeredHere = 0;
        Map<String, Integer> commands = new HashMap<>();
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            SimulatedTarget direct = new SimulatedTarget(run);
            boolean file = random.nextInt(3) > 0;
            boolean map = !file || random.nextBoolean();
            Through through = new Through(new SimulatedTarget(run), mode, file, map, random);
            RandomClient client = new RandomClient(random);
            List<String> said = new ArrayList<>();
            for (int i = 0; i < COMMANDS; i++) {
                String command = client.next();
                commands.merge(command.substring(0, 1), 1, Integer::sum);
                direct.tick();
                through.target.tick();
                if (random.nextInt(6) == 0) {
                    through.own();
                }
                int before = through.asked;
                String got = through.ask(command);
                answeredHere += through.asked == before ? 1 : 0;
                String expected = direct.answer(command);
                said.add(command + " -> " + expected);
                String different = RandomClient.difference(expected, got);
                assertThat(different)
                        .as(() -> "%s, %s, file %s, map %s%n%s%ngot %s"
                                .formatted(direct, mode, file, map, String.join("\n", last(said)), got))
                        .isNull();
            }
        }
        assertThat(commands.keySet()).contains("m", "M", "Z", "z", "s", "c", "v", "q", "?", "P", "H");
        if (mode == CacheMode.OFF) {
            assertThat(answeredHere).isZero();
        } else {
            assertThat(answeredHere).isGreaterThan(RUNS * COMMANDS / 25);
        }
    }

    private static List<String> last(List<String> said) {
        return said.subList(Math.max(0, said.size() - 40), said.size());
    }
}
