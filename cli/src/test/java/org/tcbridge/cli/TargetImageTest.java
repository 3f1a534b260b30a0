package org.tcbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetImageTest {
    @Test
    void writesWhatItReads() {
        byte[] ram = new byte[100];
        ram[33] = 1;
        ram[99] = (byte) 0xfe;
        TargetImage image = new TargetImage(
                "a.elf",
                "1234",
                "00112233",
                new TreeMap<>(Map.of(26, "0000000000000001")),
                Map.of("target.xml", "<target>\n</target>"),
                new TreeMap<>(Map.of(0xffff_fff0_0000_0000L, ram)));

        List<String> lines = image.lines();
        TargetImage again = TargetImage.parse(lines);

        assertThat(lines)
                .filteredOn(line -> line.startsWith("memory") || line.startsWith("bytes"))
                .containsExactly(
                        "memory fffffff000000000 64",
                        "bytes fffffff000000020 0001" + "00".repeat(30),
                        "bytes fffffff000000060 000000fe");
        assertThat(again.lines()).isEqualTo(lines);
        assertThat(again.program()).isEqualTo("a.elf");
        assertThat(again.p()).isEqualTo(image.p());
        assertThat(again.descriptions()).isEqualTo(image.descriptions());
        assertThat(Arrays.equals(again.memory().get(0xffff_fff0_0000_0000L), ram))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 20 00", "memory x 4", "p 1", "hello there", "memory 0 4\nbytes 2 000000"})
    void aLineWithoutSenseIsNamed(String text) {
        List<String> lines = text.lines().toList();

        assertThatThrownBy(() -> TargetImage.parse(lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("image line '" + lines.getLast() + "': ");
    }

    @Test
    void aMissingLineIsNamed() {
        assertThatThrownBy(() -> TargetImage.parse(List.of("program a b"))).hasMessage("image without a line 'g'");
    }
}
