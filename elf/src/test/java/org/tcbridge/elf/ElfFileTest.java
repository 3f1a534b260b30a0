package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tcbridge.elf.ElfWriter.FILE;
import static org.tcbridge.elf.ElfWriter.FUNC;
import static org.tcbridge.elf.ElfWriter.GLOBAL;
import static org.tcbridge.elf.ElfWriter.LOCAL;
import static org.tcbridge.elf.ElfWriter.NOTYPE;
import static org.tcbridge.elf.ElfWriter.OBJECT;
import static org.tcbridge.elf.ElfWriter.WEAK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tcbridge.core.symbol.ProgramSection;

final class ElfFileTest {
    @TempDir
    Path folder = Path.of("");

    private static ElfFile parse(ElfWriter writer) throws InvalidElfException {
        return ElfFile.parse("test.elf", writer.write());
    }

    @Test
    void headerOfAThumbProgram() throws Exception {
        ElfFile elf = parse(ElfWriter.arm().code(".text", 0x8000, (byte) 1).symbol("f", 0x8001, 1, FUNC, GLOBAL, 1));

        assertThat(elf.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.pointerBytes()).isEqualTo(4);
        assertThat(elf.machine()).isEqualTo(40);
        assertThat(elf.entry()).isEqualTo(0x8000);
        assertThat(elf.program().symbols()).isSameAs(elf);
        assertThat(elf.program().order()).contains(ByteOrder.LITTLE_ENDIAN);
        assertThat(elf.program().elfMachine()).hasValue(40);
    }

    @Test
    void theProgramsSectionsHaveTheFilesBytes() throws Exception {
        ElfWriter writer = ElfWriter.arm()
                .code(".text", 0x8000, new byte[] {1, 2, 3})
                .constants(".rodata", 0x8010, new byte[] {4})
                .data(".data", 0x2000_0000, 0x8020, new byte[] {5, 6})
                .zeroed(".bss", 0x2000_0010, 16)
                .symbol("f", 0x8001, 1, FUNC, GLOBAL, 1);

        assertThat(parse(writer).program().sections())
                .containsExactly(
                        new ProgramSection(0x8000, 3, false, true, ByteBuffer.wrap(new byte[] {1, 2, 3})),
                        new ProgramSection(0x8010, 1, false, false, ByteBuffer.wrap(new byte[] {4})),
                        new ProgramSection(0x2000_0000, 2, true, false, ByteBuffer.wrap(new byte[] {5, 6})),
                        new ProgramSection(0x2000_0010, 16, true, false, ByteBuffer.allocate(0)));
        assertThat(parse(writer.type(3)).program().sections())
                .as("of a program that may be loaded anywhere")
                .isEmpty();
    }

    @Test
    void bigEndian32BitAddressesAreUnsigned() throws Exception {
        ElfFile elf = parse(new ElfWriter(ElfWriter.MICROBLAZE, false, ByteOrder.BIG_ENDIAN)
                .code(".text", 0x9000_0000L, new byte[16])
                .symbol("main", 0x9000_0004L, 8, FUNC, GLOBAL, 1));

        assertThat(elf.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(elf.machine()).isEqualTo(189);
        assertThat(elf.entry()).isEqualTo(0x9000_0000L);
        assertThat(elf.address("main")).hasValue(0x9000_0004L);
        assertThat(elf.sections()).containsExactly(new Section(".text", 0x9000_0000L, 16, false, true));
        assertThat(elf.segments().getFirst().address()).isEqualTo(0x9000_0000L);
        assertThat(elf.locate(0x9000_0008L)).contains(new Place("main", 4));
    }

    @Test
    void sixtyFourBit() throws Exception {
        ElfFile elf = parse(new ElfWriter(ElfWriter.AARCH64, true, ByteOrder.LITTLE_ENDIAN)
                .code(".text", 0xffff_0000_0000_0000L, new byte[16])
                .symbol("main", 0xffff_0000_0000_0008L, 8, FUNC, GLOBAL, 1));

        assertThat(elf.pointerBytes()).isEqualTo(8);
        assertThat(elf.address("main")).hasValue(0xffff_0000_0000_0008L);
        assertThat(elf.locate(0xffff_0000_0000_000fL)).contains(new Place("main", 7));
        assertThat(elf.locate(0xffff_0000_0000_0010L)).isEmpty();
    }

    @Test
    void onlyArmFunctionsHaveAThumbBit() throws Exception {
        ElfFile arm = parse(ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("f", 0x8001, 8, FUNC, GLOBAL, 1)
                .symbol("flag", 0x2000_0001, 1, OBJECT, GLOBAL, 1));
        ElfFile blaze = parse(new ElfWriter(ElfWriter.MICROBLAZE, false, ByteOrder.BIG_ENDIAN)
                .code(".text", 0x8000, new byte[8])
                .symbol("f", 0x8001, 8, FUNC, GLOBAL, 1));

        assertThat(arm.address("f")).hasValue(0x8000);
        assertThat(arm.address("flag")).hasValue(0x2000_0001);
        assertThat(blaze.address("f")).hasValue(0x8001);
    }

    @Test
    void staticSymbolsAndSizes() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("pxReadyTasksLists", 0x2000_0010, 140, OBJECT, LOCAL, 1)
                .symbol("_estack", 0x2000_8000, 0, NOTYPE, GLOBAL, 0xfff1));

        assertThat(elf.address("pxReadyTasksLists")).hasValue(0x2000_0010);
        assertThat(elf.size("pxReadyTasksLists")).hasValue(140);
        assertThat(elf.has("_estack")).isTrue();
        assertThat(elf.size("_estack")).isEmpty();
        assertThat(elf.address("nothing")).isEmpty();
        assertThat(elf.has("nothing")).isFalse();
    }

    @Test
    void aGlobalNameWinsOverAWeakOneOverTheFirstStaticOne() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("a", 0x10, 4, OBJECT, LOCAL, 1)
                .symbol("a", 0x20, 4, OBJECT, LOCAL, 1)
                .symbol("b", 0x30, 4, OBJECT, LOCAL, 1)
                .symbol("b", 0x40, 4, OBJECT, WEAK, 1)
                .symbol("c", 0x50, 4, OBJECT, WEAK, 1)
                .symbol("c", 0x60, 4, OBJECT, GLOBAL, 1)
                .symbol("c", 0x70, 4, OBJECT, LOCAL, 1));

        assertThat(elf.address("a")).hasValue(0x10);
        assertThat(elf.address("b")).hasValue(0x40);
        assertThat(elf.address("c")).hasValue(0x60);
    }

    @Test
    void aSuffixedNameIsTakenWhenItIsTheOnlyOne() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("pxCurrentTCB.lto_priv.0", 0x10, 4, OBJECT, LOCAL, 1)
                .symbol("prvIdleTask.constprop.0.isra.0", 0x8001, 4, FUNC, LOCAL, 1)
                .symbol("two.1", 0x20, 4, OBJECT, LOCAL, 1)
                .symbol("two.2", 0x24, 4, OBJECT, LOCAL, 1)
                .symbol("exact.lto_priv.0", 0x30, 4, OBJECT, GLOBAL, 1)
                .symbol("exact", 0x34, 4, OBJECT, LOCAL, 1)
                .symbol("piece.part.0", 0x8005, 2, FUNC, LOCAL, 1)
                .symbol("piece.cold", 0x8007, 2, FUNC, LOCAL, 1));

        assertThat(elf.address("pxCurrentTCB")).hasValue(0x10);
        assertThat(elf.size("pxCurrentTCB")).hasValue(4);
        assertThat(elf.address("prvIdleTask")).hasValue(0x8000);
        assertThat(elf.address("two")).isEmpty();
        assertThat(elf.address("two.2")).hasValue(0x24);
        assertThat(elf.address("exact")).hasValue(0x34);
        assertThat(elf.address("piece")).isEmpty();
    }

    @Test
    void symbolsThatNameNothingAreSkipped() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x8000, new byte[16])
                .symbol("$t", 0x8000, 0, NOTYPE, LOCAL, 1)
                .symbol("$d.realdata", 0x8008, 0, NOTYPE, LOCAL, 1)
                .symbol("main.c", 0, 0, FILE, LOCAL, 0xfff1)
                .symbol("external", 0, 0, NOTYPE, GLOBAL, 0)
                .symbol("reset", 0x8001, 8, FUNC, GLOBAL, 1));

        assertThat(elf.has("$t")).isFalse();
        assertThat(elf.has("$d.realdata")).isFalse();
        assertThat(elf.has("main.c")).isFalse();
        assertThat(elf.has("external")).isFalse();
        assertThat(elf.locate(0x800a)).isEmpty();
    }

    @Test
    void locatesSizedFunctionsThenLabelsOfTheSameSection() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x100, new byte[0x40])
                .code(".ram", 0x200, new byte[0x10])
                .data(".data", 0x2000, 0x300, new byte[4])
                .symbol("first", 0x101, 0x10, FUNC, GLOBAL, 1)
                .symbol("inside", 0x104, 0, NOTYPE, LOCAL, 1)
                .symbol("alias", 0x101, 0x10, FUNC, WEAK, 1)
                .symbol("handler", 0x120, 0, NOTYPE, GLOBAL, 1)
                .symbol("variable", 0x2000, 4, OBJECT, GLOBAL, 3));

        assertThat(elf.locate(0x100)).map(Place::toString).contains("first");
        assertThat(elf.locate(0x108)).map(Place::toString).contains("first+8");
        assertThat(elf.locate(0x110)).isEmpty();
        assertThat(elf.locate(0x130)).contains(new Place("handler", 16));
        assertThat(elf.locate(0x204)).isEmpty();
        assertThat(elf.locate(0x2000)).isEmpty();
        assertThat(elf.locate(0)).isEmpty();
    }

    @Test
    void sectionsAndSegments() throws Exception {
        ElfFile elf = parse(ElfWriter.arm()
                .code(".text", 0x100, new byte[] {1, 2, 3, 4})
                .constants(".rodata", 0x104, new byte[] {5})
                .data(".data", 0x2000_0000, 0x108, new byte[] {6, 7})
                .zeroed(".bss", 0x2000_0004, 100)
                .symbol("f", 0x101, 4, FUNC, GLOBAL, 1));

        assertThat(elf.sections())
                .containsExactly(
                        new Section(".text", 0x100, 4, false, true),
                        new Section(".rodata", 0x104, 1, false, false),
                        new Section(".data", 0x2000_0000, 2, true, false),
                        new Section(".bss", 0x2000_0004, 100, true, false));
        assertThat(elf.readOnly()).extracting(Section::name).containsExactly(".text", ".rodata");
        assertThat(elf.segments()).extracting(Segment::loadAddress).containsExactly(0x100L, 0x104L, 0x108L);
        assertThat(elf.segments()).extracting(Segment::address).containsExactly(0x100L, 0x104L, 0x2000_0000L);
        assertThat(elf.segments().get(2).bytes()).containsExactly(6, 7);
    }

    @Test
    void readsFromAFile() throws Exception {
        Path file = Files.write(
                folder.resolve("a.elf"),
                ElfWriter.arm()
                        .code(".text", 0x8000, new byte[8])
                        .symbol("main", 0x8001, 8, FUNC, GLOBAL, 1)
                        .write());

        assertThat(ElfFile.read(file).address("main")).isEqualTo(OptionalLong.of(0x8000));
        assertThat(ElfFile.read(file).locate(0x8002)).isEqualTo(Optional.of(new Place("main", 2)));
    }

    @Test
    void errorsNameTheFileTheProblemAndWhatWasExpected() throws IOException {
        Path missing = folder.resolve("missing.elf");
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        Path empty = Files.writeString(folder.resolve("empty"), "");

        assertProblem(missing, missing + ": no such file: expected a linked ELF program");
        assertProblem(folder, folder + ": not a regular file: expected a linked ELF program");
        assertProblem(text, text + ": not an ELF file: expected a linked ELF program");
        assertProblem(empty, empty + ": not an ELF file: expected a linked ELF program");
    }

    private static void assertProblem(Path file, String message) {
        assertThatThrownBy(() -> ElfFile.read(file))
                .isInstanceOf(InvalidElfException.class)
                .hasMessage(message);
    }

    @Test
    void objectFilesAndStrippedFilesAreRefused() {
        ElfWriter object = ElfWriter.arm().type(1).code(".text", 0, new byte[4]).symbol("f", 1, 4, FUNC, GLOBAL, 1);
        ElfWriter stripped = ElfWriter.arm().code(".text", 0, new byte[4]);

        assertThatThrownBy(() -> parse(object))
                .hasMessage("test.elf: ELF file of type 1, not an executable: expected a linked ELF program");
        assertThatThrownBy(() -> parse(stripped))
                .hasMessage("test.elf: has no symbols: expected a program that was not stripped");
    }

    @Test
    void aFileCutShortAnywhereIsRefusedWithOneLine() {
        byte[] whole = ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("main", 0x8001, 8, FUNC, GLOBAL, 1)
                .write();
        for (int length = 4; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ElfFile.parse("cut.elf", cut))
                    .isInstanceOf(InvalidElfException.class)
                    .hasMessageStartingWith("cut.elf: truncated: ")
                    .hasMessageEndingWith("the file has " + length + ": expected a linked ELF program")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aFileWithDamageAnywhereIsReadOrRefusedWithOneLine() {
        byte[] whole = ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("main", 0x8001, 8, FUNC, GLOBAL, 1)
                .write();
        int refused = 0;
        for (int at = 4; at < whole.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) value;
                try {
                    ElfFile.parse("damaged.elf", damaged);
                } catch (InvalidElfException e) {
                    assertThat(e).hasMessageStartingWith("damaged.elf: ").hasMessageNotContaining("\n");
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aNameOfManySuffixesIsASymbolLikeAnyOther() throws Exception {
        String name = "a" + ".1".repeat(20_000);
        ElfFile elf =
                parse(ElfWriter.arm().code(".text", 0x8000, new byte[8]).symbol(name, 0x8001, 8, FUNC, GLOBAL, 1));
        assertThat(elf.address(name)).hasValue(0x8000);
        assertThat(elf.address("a")).hasValue(0x8000);
    }

    @Test
    void programHeadersThatAllNameTheWholeFileAreRefused() {
        byte[] one = ElfWriter.arm()
                .code(".text", 0x8000, new byte[8])
                .symbol("main", 0x8001, 8, FUNC, GLOBAL, 1)
                .write();
        byte[] many = Arrays.copyOf(one, one.length + 40 * 32);
        ByteBuffer file = ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(28, one.length).putShort(44, (short) 40); // e_phoff, e_phnum
        for (int at = one.length; at < many.length; at += 32) {
            file.putInt(at, 1).putInt(at + 16, many.length); // PT_LOAD, p_filesz
        }
        assertThatThrownBy(() -> ElfFile.parse("many.elf", many))
                .isInstanceOf(InvalidElfException.class)
                .hasMessage("many.elf: segments of %d bytes in a file of %d: expected a linked ELF program"
                        .formatted(40 * many.length, many.length));
    }

    @Test
    void aHashTableOfAnySizeIsNotLookedInto() throws Exception {
        ElfWriter writer = ElfWriter.arm()
                .constants(".hash", 0x9000, (byte) -1, (byte) -1, (byte) -1, (byte) 0x7f, (byte) 0, (byte) 0)
                .code(".text", 0x8000, new byte[8])
                .symbol("main", 0x8001, 8, FUNC, GLOBAL, 2);
        byte[] file = writer.write();
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(header.getInt(32) + 40 + 4, 5); // e_shoff, the first section's sh_type: SHT_HASH
        byte[] before = file.clone();

        assertThat(ElfFile.parse("hash.elf", file).address("main")).hasValue(0x8000);
        assertThat(file).isEqualTo(before);
    }
}
