package org.tcbridge.core.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tcbridge.core.memory.DataModel;

class StructLayoutTest {
    private static final CStruct PAIR = CStruct.named("pair", "test")
            .with("tick", new CType.Typedef("tick_t"))
            .with("next", new CType.Pointer("pair"));

    private static final CStruct ALL = CStruct.named("all", "test")
            .with("flag", new CType.Fixed("uint8_t", 1))
            .with("pair", new CType.Embedded(PAIR))
            .with("name", new CType.Array(new CType.Fixed("char", 1), "NAME_LEN"))
            .with("blob", new CType.Opaque("blob_t", 0), new Condition.When("USE_BLOB"))
            .with("small", new CType.Opaque("small_t", 2), new Condition.Unless("USE_BLOB"))
            .with("last", new CType.Fixed("uint8_t", 1));

    private static Configuration configuration(int pointerBytes) {
        return new Configuration(
                new DataModel(ByteOrder.LITTLE_ENDIAN, pointerBytes),
                Set.of(),
                Map.of("tick_t", 4, "NAME_LEN", 5, "blob_t", 6, "small_t", 3));
    }

    @Test
    void alignsMembersAndPadsTheEnd() {
        StructLayout layout = ALL.layout(configuration(4));
        assertThat(layout.places())
                .containsExactly(
                        Map.entry("flag", new StructLayout.Place(0, 1)),
                        Map.entry("pair", new StructLayout.Place(4, 8)),
                        Map.entry("pair.tick", new StructLayout.Place(4, 4)),
                        Map.entry("pair.next", new StructLayout.Place(8, 4)),
                        Map.entry("name", new StructLayout.Place(12, 5)),
                        Map.entry("small", new StructLayout.Place(18, 3)),
                        Map.entry("last", new StructLayout.Place(21, 1)));
        assertThat(layout.size()).isEqualTo(24);
        assertThat(layout.alignment()).isEqualTo(4);
    }

    @Test
    void pointerSizeMovesWhatFollows() {
        StructLayout layout = ALL.layout(configuration(8));
        assertThat(layout.offset("pair")).isEqualTo(8);
        assertThat(layout.offset("pair.next")).isEqualTo(16);
        assertThat(layout.offset("name")).isEqualTo(24);
        assertThat(layout.size()).isEqualTo(40);
    }

    @Test
    void conditionsChooseMembers() {
        StructLayout layout = ALL.layout(configuration(8).with("USE_BLOB", true));
        assertThat(layout.has("small")).isFalse();
        assertThat(layout.offset("blob")).isEqualTo(32);
        assertThat(layout.size("blob")).isEqualTo(6);
        assertThat(layout.offset("last")).isEqualTo(38);
        assertThat(ALL.layout(configuration(8).with("USE_BLOB", true).with("USE_BLOB", false))
                        .has("small"))
                .isTrue();
    }

    @Test
    void saysWhatIsMissing() {
        Configuration bare =
                new Configuration(new DataModel(ByteOrder.LITTLE_ENDIAN, 4), Set.of(), Map.of("small_t", 3));
        assertThatThrownBy(() -> PAIR.layout(bare)).hasMessageContaining("tick_t: no number");
        StructLayout layout = PAIR.layout(bare.with("tick_t", 4));
        assertThatThrownBy(() -> layout.offset("previous"))
                .hasMessageContaining("pair.previous: no such member, there are [tick, next]");
    }
}
