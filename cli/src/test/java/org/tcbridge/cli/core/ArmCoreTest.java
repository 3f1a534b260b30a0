package org.tcbridge.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;

final class ArmCoreTest {
    /** Offsets typed from the ELF specification and from bfd's reader, not from the writer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsAndMemoryAreWhereReadersLookForThem(boolean little) {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ArmCore core = new ArmCore(
                order,
                List.of(
                        new ArmCore.SavedThread(3, Map.of("r0", 0xc0de0200, "pc", 0x454, "psr", 0x6100_0000)),
                        new ArmCore.SavedThread(1, Map.of("sp", 0x2000_1000))),
                List.of(new Region(0x8000_0000L, new byte[] {1, 2, 3, 4, 5}, true, List.of())));

        ByteBuffer file = ByteBuffer.wrap(core.bytes()).order(order);

        assertThat(file.get(5)).as("EI_DATA").isEqualTo((byte) (little ? 1 : 2));
        assertThat(file.getShort(16)).as("e_type").isEqualTo((short) 4);
        assertThat(file.getShort(18)).as("e_machine").isEqualTo((short) 40);
        assertThat(file.getShort(44)).as("e_phnum").isEqualTo((short) 2);
        int notes = file.getInt(52 + 4);
        assertThat(notes).isEqualTo(52 + 2 * 32);
        assertThat(file.getInt(52 + 16)).as("p_filesz").isEqualTo(2 * (12 + 8 + 148));
        int first = notes + 20;
        assertThat(file.getInt(first + 24)).as("pr_pid").isEqualTo(3);
        assertThat(file.getInt(first + 72)).as("r0").isEqualTo(0xc0de0200);
        assertThat(file.getInt(first + 72 + 4 * 15)).as("pc").isEqualTo(0x454);
        assertThat(file.getInt(first + 72 + 4 * 16)).as("psr").isEqualTo(0x6100_0000);
        int second = first + 148 + 20;
        assertThat(file.getInt(second + 24)).isEqualTo(1);
        assertThat(file.getInt(second + 72 + 4 * 13)).as("sp").isEqualTo(0x2000_1000);
        assertThat(file.getInt(second + 72)).as("not known").isZero();
        assertThat(file.getInt(84)).as("p_type").isEqualTo(1);
        int bytes = file.getInt(84 + 4);
        assertThat(file.getInt(84 + 8)).as("p_vaddr").isEqualTo(0x8000_0000);
        assertThat(file.capacity()).isEqualTo(bytes + 5);
        assertThat(file.get(bytes + 4)).isEqualTo((byte) 5);
    }
}
