package org.tcbridge.rsp.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {
    private static final int LENGTH = 10_000;

    /** Around the ends of the windows in which a direct buffer is looked at. */
    private static final int[] PLACES = {5, 6, 4095, 4096, 4097, 4100, 4101, 4102, 8196, 8197, 8198, LENGTH - 1};

    private static ByteBuf buffer(boolean direct) {
        ByteBuf buffer = direct ? Unpooled.directBuffer(LENGTH) : Unpooled.buffer(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            // all bytes but # and $, and the first of them where nobody looks
            buffer.writeByte(i == 2 ? '#' : (i % 256 & ~1) == '#' - 1 ? 0 : i % 256 == '$' ? 1 : i);
        }
        return buffer.readerIndex(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheFirstOfBoth(boolean direct) {
        ByteBuf buffer = buffer(direct);
        for (int place : PLACES) {
            for (char c : new char[] {'#', '$'}) {
                int before = buffer.getByte(place);
                buffer.setByte(place, c);
                assertThat(Scan.endOrStart(buffer, 5, LENGTH))
                        .as("%s at %d", c, place)
                        .isEqualTo(place);
                assertThat(Scan.endOrStart(buffer, 5, place))
                        .as("%s behind the end", c)
                        .isEqualTo(place);
                assertThat(Scan.endOrStart(buffer, place, LENGTH))
                        .as("%s first", c)
                        .isEqualTo(place);
                buffer.setByte(place, before);
            }
        }
        assertThat(Scan.endOrStart(buffer, 5, LENGTH)).isEqualTo(LENGTH);
        assertThat(Scan.endOrStart(buffer, LENGTH, LENGTH)).isEqualTo(LENGTH);
        assertThat(buffer.readerIndex()).isEqualTo(1);
        buffer.release();
    }

    /** Text, bytes that resemble it, and bytes of all kinds, from and to anywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef", "\001\002\003\"%&(!", "\243\244\"%\000\377\177\200 0\0233"})
    void findsWhatALookAtEachByteFinds(String others) {
        Random random = new Random(27);
        byte[] bytes = new byte[3000];
        for (int round = 0; round < 2000; round++) {
            int rarity = 1 << random.nextInt(12);
            for (int i = 0; i < bytes.length; i++) {
                char c = random.nextInt(rarity) == 0
                        ? "#$".charAt(random.nextInt(2))
                        : others.charAt(random.nextInt(others.length()));
                bytes[i] = (byte) c;
            }
            int from = random.nextInt(20);
            int to = from + random.nextInt(bytes.length - from);
            int expected = from;
            while (expected < to && bytes[expected] != '#' && bytes[expected] != '$') {
                expected++;
            }
            assertThat(Scan.endOrStart(Unpooled.wrappedBuffer(bytes), from, to))
                    .as("round %d, %d to %d", round, from, to)
                    .isEqualTo(expected);
        }
    }
}
