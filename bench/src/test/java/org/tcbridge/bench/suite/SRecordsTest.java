package org.tcbridge.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SRecordsTest {
    /** As {@code objcopy -I binary -O srec --srec-forceS3 --change-addresses 0x21000000} writes these bytes. */
    @Test
    void aRecordHasCountAddressDataAndChecksum() {
        byte[] bytes = HexFormat.of().parseHex("00ff7f01");

        assertThat(SRecords.text(bytes)).isEqualTo("S3092100000000FF7F0156\nS70521000000D9\n");
    }

    @Test
    void aRecordHoldsThirtyTwoBytes() {
        assertThat(SRecords.text(new byte[33]).lines())
                .containsExactly("S32521000000" + "00".repeat(32) + "B9", "S3062100002000B8", "S70521000000D9");
    }
}
