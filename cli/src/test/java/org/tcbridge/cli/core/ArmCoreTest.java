package org.tcbridge.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.rsp.description.TargetDescription;

final class ArmCoreTest {
    /** Where a note of a type begins, counted among those of its type; its content is behind owner and type. */
    private static int content(ByteBuffer file, int type, int index) {
        int at = file.getInt(52 + 4);
        int end = at + file.getInt(52 + 16);
        int seen = 0;
        while (at < end) {
            int content = at + 12 + ((file.getInt(at) + 3) & -4);
            if (file.getInt(at + 8) == type && seen++ == index) {
                return content;
            }
            at = content + ((file.getInt(at + 4) + 3) & -4);
        }
        throw new AssertionError("no note 0x%x, number %d".formatted(type, index));
    }

    /** Offsets typed from the ELF specification and from bfd's and gdb's readers, not from the writer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void threadsAndMemoryAreWhereReadersLookForThem(boolean little) {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ArmCore core = new ArmCore(
                order,
                new ArmCore.Registers(true, 16),
                List.of(
                        new ArmCore.SavedThread(
                                3,
                                Map.of(
                                        "r0",
                                        0xc0de0200L,
                                        "pc",
                                        0x454L,
                                        "psr",
                                        0x6100_0000L,
                                        "d8",
                                        0x1122_3344_5566_7788L,
                                        "fpscr",
                                        0x0300_0010L)),
                        new ArmCore.SavedThread(1, Map.of("sp", 0x2000_1000L))),
                List.of(new Region(0x8000_0000L, new byte[] {1, 2, 3, 4, 5}, true, List.of())));

        ByteBuffer file = ByteBuffer.wrap(core.bytes()).order(order);

        assertThat(file.get(5)).as("EI_DATA").isEqualTo((byte) (little ? 1 : 2));
        assertThat(file.getShort(16)).as("e_type").isEqualTo((short) 4);
        assertThat(file.getShort(18)).as("e_machine").isEqualTo((short) 40);
        assertThat(file.getShort(44)).as("e_phnum").isEqualTo((short) 2);
        assertThat(file.getInt(52 + 4)).as("p_offset of the notes").isEqualTo(52 + 2 * 32);
        int first = content(file, 1, 0);
        assertThat(first).isEqualTo(52 + 2 * 32 + 20);
        assertThat(file.getInt(first + 24)).as("pr_pid").isEqualTo(3);
        assertThat(file.getInt(first + 72)).as("r0").isEqualTo(0xc0de0200);
        assertThat(file.getInt(first + 72 + 4 * 15)).as("pc").isEqualTo(0x454);
        assertThat(file.getInt(first + 72 + 4 * 16)).as("psr").isEqualTo(0x6100_0000);
        int floating = content(file, 0x400, 0);
        assertThat(floating).as("behind its thread").isEqualTo(first + 148 + 20);
        assertThat(file.getInt(floating - 20)).as("LINUX and NUL").isEqualTo(6);
        assertThat(file.getInt(floating - 16)).as("user_vfp").isEqualTo(260);
        assertThat(file.getLong(floating + 8 * 8)).as("d8").isEqualTo(0x1122_3344_5566_7788L);
        assertThat(file.getLong(floating + 8 * 9)).as("not known").isZero();
        assertThat(file.getInt(floating + 256)).as("fpscr").isEqualTo(0x0300_0010);
        int second = content(file, 1, 1);
        assertThat(second).as("behind the first thread").isEqualTo(floating + 260 + 20);
        assertThat(file.getInt(second + 24)).isEqualTo(1);
        assertThat(file.getInt(second + 72 + 4 * 13)).as("sp").isEqualTo(0x2000_1000);
        assertThat(file.getInt(second + 72)).as("not known").isZero();
        assertThat(content(file, 0xff00_0000, 0))
                .as("no other floating-point note")
                .isEqualTo(second + 148 + 16);
        assertThat(file.getInt(84)).as("p_type").isEqualTo(1);
        int bytes = file.getInt(84 + 4);
        assertThat(file.getInt(84 + 8)).as("p_vaddr").isEqualTo(0x8000_0000);
        assertThat(file.capacity()).isEqualTo(bytes + 5);
        assertThat(file.get(bytes + 4)).isEqualTo((byte) 5);
    }

    /** By our own reader of target descriptions: names, sizes and order, and the number that gdb gives the program status. */
    @ParameterizedTest
    @CsvSource({"true, 16, xpsr", "false, 32, cpsr", "true, 0, xpsr"})
    void theDescriptionSaysWhatRegistersThereAre(boolean mProfile, int doubles, String status) throws Exception {
        ByteBuffer file = ByteBuffer.wrap(new ArmCore(
                                ByteOrder.LITTLE_ENDIAN, new ArmCore.Registers(mProfile, doubles), List.of(), List.of())
                        .bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        int at = content(file, 0xff00_0000, 0);
        byte[] bytes = new byte[file.getInt(at - 12)];
        file.get(at, bytes);
        assertThat(bytes).endsWith((byte) 0);
        String xml = new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);

        TargetDescription description = TargetDescription.parse(annex -> Optional.of(xml));

        String vfp =
                IntStream.range(0, doubles).mapToObj(i -> "d" + i + " 64, ").collect(Collectors.joining())
                        + (doubles > 0 ? "fpscr 32, " : "");
        assertThat(description.architecture()).contains("arm");
        assertThat(description.registers().stream()
                        .map(register -> register.name() + " " + register.bits() + ", ")
                        .collect(Collectors.joining()))
                .isEqualTo(
                        IntStream.range(0, 13).mapToObj(i -> "r" + i + " 32, ").collect(Collectors.joining())
                                + "sp 32, lr 32, pc 32, " + status + " 32, " + vfp);
        assertThat(description.registers().get(16).number()).isEqualTo(25);
        assertThat(description.features().getFirst())
                .isEqualTo(mProfile ? "org.gnu.gdb.arm.m-profile" : "org.gnu.gdb.arm.core");
        assertThat(description.features().subList(1, description.features().size()))
                .isEqualTo(doubles > 0 ? List.of("org.gnu.gdb.arm.vfp") : List.of());
    }
}
