package org.tcbridge.rsp.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetDescriptionTest {

    private static final String DOCTYPE = "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\">";

    private static TargetDescription parse(Map<String, String> annexes) throws DescriptionException {
        return TargetDescription.parse(annex -> Optional.ofNullable(annexes.get(annex)));
    }

    private static TargetDescription parse(String target) throws DescriptionException {
        return parse(Map.of("target.xml", target));
    }

    private static String registers(String prefix, int count, int bits) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<reg name=\"" + prefix + i + "\" bitsize=\"" + bits + "\"/>")
                .collect(Collectors.joining());
    }

    /** A Cortex-M4F as QEMU 7.2 describes it: no declaration of the prefix xi. */
    private static Map<String, String> cortexM4f() {
        return Map.of(
                "target.xml",
                DOCTYPE + "<target version=\"1.0\"><architecture>arm</architecture>"
                        + "<xi:include href=\"arm-m-profile.xml\"/><xi:include href=\"arm-vfp.xml\"/>"
                        + "<xi:include href=\"system-registers.xml\"/></target>",
                "arm-m-profile.xml",
                DOCTYPE + "<feature name=\"org.gnu.gdb.arm.m-profile\">" + registers("r", 13, 32)
                        + "<reg name=\"sp\" bitsize=\"32\" type=\"data_ptr\"/><reg name=\"lr\" bitsize=\"32\"/>"
                        + "<reg name=\"pc\" bitsize=\"32\" type=\"code_ptr\"/>"
                        + "<reg name=\"xpsr\" bitsize=\"32\" regnum=\"25\"/></feature>",
                "arm-vfp.xml",
                DOCTYPE + "<feature name=\"org.gnu.gdb.arm.vfp\">" + registers("d", 16, 64)
                        + "<reg name=\"fpscr\" bitsize=\"32\" type=\"int\" group=\"float\"/></feature>",
                "system-registers.xml",
                DOCTYPE + "<feature name=\"org.qemu.gdb.arm.sys.regs\"></feature>");
    }

    @Test
    void readsAnArmMProfileWithFloatingPoint() throws DescriptionException {
        TargetDescription description = parse(cortexM4f());
        assertThat(description.architecture()).contains("arm");
        assertThat(description.features())
                .containsExactly("org.gnu.gdb.arm.m-profile", "org.gnu.gdb.arm.vfp", "org.qemu.gdb.arm.sys.regs");
        assertThat(description.registers()).hasSize(34);
        assertThat(description.registers().get(13))
                .isEqualTo(new DescribedRegister(
                        "sp", 13, 32, Optional.of("data_ptr"), Optional.empty(), "org.gnu.gdb.arm.m-profile"));
        assertThat(description.registers().get(16).number()).isEqualTo(25);
        assertThat(description.registers().get(17))
                .isEqualTo(
                        new DescribedRegister("d0", 26, 64, Optional.empty(), Optional.empty(), "org.gnu.gdb.arm.vfp"));
        assertThat(description.registers().getLast())
                .isEqualTo(new DescribedRegister(
                        "fpscr", 42, 32, Optional.of("int"), Optional.of("float"), "org.gnu.gdb.arm.vfp"));
    }

    @Test
    void laysRegistersOutUntilTheReplyIsUsedUp() throws DescriptionException {
        List<PlacedRegister> placed = parse(cortexM4f()).layout(68);
        assertThat(placed).hasSize(34);
        assertThat(placed.get(15).offset()).isEqualTo(OptionalInt.of(60));
        assertThat(placed.get(16).register().name()).isEqualTo("xpsr");
        assertThat(placed.get(16).offset()).isEqualTo(OptionalInt.of(64));
        assertThat(placed.subList(17, 34))
                .allMatch(register -> register.offset().isEmpty());
    }

    @Test
    void aRegisterThatDoesNotFitEndsTheReplyForAllAfterIt() throws DescriptionException {
        TargetDescription description = parse("<target><feature name=\"f\">"
                + "<reg name=\"a\" bitsize=\"32\"/><reg name=\"b\" bitsize=\"64\"/><reg name=\"c\" bitsize=\"32\"/>"
                + "</feature></target>");
        assertThat(description.layout(8))
                .extracting(PlacedRegister::offset)
                .containsExactly(OptionalInt.of(0), OptionalInt.empty(), OptionalInt.empty());
    }

    /** OpenOCD's primask has one bit, its control three (target/armv7m.c). */
    @Test
    void aRegisterOfSomeBitsTakesAWholeByte() throws DescriptionException {
        TargetDescription description = parse("<target><feature name=\"f\"><reg name=\"primask\" bitsize=\"1\"/>"
                + "<reg name=\"control\" bitsize=\"3\"/><reg name=\"basepri\" bitsize=\"8\"/>"
                + "<reg name=\"odd\" bitsize=\"9\"/></feature></target>");

        assertThat(description.layout(5))
                .extracting(placed -> placed.register().bytes(), PlacedRegister::offset)
                .containsExactly(
                        tuple(1, OptionalInt.of(0)),
                        tuple(1, OptionalInt.of(1)),
                        tuple(1, OptionalInt.of(2)),
                        tuple(2, OptionalInt.of(3)));
    }

    @Test
    void registersLieByNumberNotByTheirPlaceInTheDocument() throws DescriptionException {
        TargetDescription description = parse("<target><feature name=\"f\">"
                + "<reg name=\"pc\" bitsize=\"32\" regnum=\"2\"/><reg name=\"a\" bitsize=\"16\" regnum=\"0\"/>"
                + "<reg name=\"b\" bitsize=\"16\"/></feature></target>");
        assertThat(description.layout(8))
                .extracting(placed -> placed.register().name() + placed.offset())
                .containsExactly("aOptionalInt[0]", "bOptionalInt[2]", "pcOptionalInt[4]");
    }

    @Test
    void readsThe59RegistersOfAMicroBlaze() throws DescriptionException {
        TargetDescription description = parse("<target><architecture> MicroBlaze </architecture>"
                + "<feature name=\"org.gnu.gdb.microblaze.core\">" + registers("r", 57, 32) + "</feature>"
                + "<feature name=\"org.gnu.gdb.microblaze.stack-protect\">"
                + "<reg name=\"rslr\" bitsize=\"32\"/><reg name=\"rshr\" bitsize=\"32\"/></feature></target>");
        assertThat(description.architecture()).contains("MicroBlaze");
        assertThat(description.registers().getLast().number()).isEqualTo(58);
        assertThat(description.layout(236).getLast().offset()).isEqualTo(OptionalInt.of(232));
        assertThat(description.layout(228).getLast().offset()).isEmpty();
    }

    @Test
    void readsDeclaredPrefixesHexNumbersCommentsAndUnknownElements() throws DescriptionException {
        TargetDescription description = parse(
                Map.of(
                        "target.xml",
                        "\n<?xml version='1.0'?><target xmlns:xi='http://www.w3.org/2001/XInclude'><!-- c --><osabi>none</osabi>"
                                + "<architecture>riscv<!-- c -->:rv32</architecture><xi:include href='a.xml'/></target>",
                        "a.xml",
                        "<feature name='a'><vector id='v' type='int' count='4'/><reg name='x' bitsize='128' regnum='0x20'/></feature>"));
        assertThat(description.architecture()).contains("riscv:rv32");
        assertThat(description.registers())
                .extracting(DescribedRegister::number)
                .containsExactly(32);
        assertThat(description.registers().getFirst().bytes()).isEqualTo(16);
    }

    @Test
    void theSameDocumentMayBeIncludedTwiceButNotInItself() throws DescriptionException {
        String twice = "<target><include href='a'/><include href='a'/></target>";
        assertThat(parse(Map.of("target.xml", twice, "a", "<feature name='a'><reg name='x' bitsize='8'/></feature>"))
                        .registers())
                .extracting(DescribedRegister::number)
                .containsExactly(0, 1);
        assertThatThrownBy(() -> parse(Map.of(
                        "target.xml",
                        "<target><include href='a'/></target>",
                        "a",
                        "<x><include href='target.xml'/></x>")))
                .isInstanceOf(DescriptionException.class)
                .hasMessage("target description 'target.xml' includes itself");
    }

    @Test
    void depthSizeAndCountAreBounded() {
        assertThatThrownBy(
                        () -> TargetDescription.parse(annex -> Optional.of("<x><include href='" + annex + "x'/></x>")))
                .hasMessage("target description 'target.xmlxxxxxxxxxx' is included more than 10 deep");
        assertThatThrownBy(() -> parse("<target>" + " ".repeat(8 << 20) + "</target>"))
                .hasMessage("target description over 8388608 characters at 'target.xml'");
        assertThatThrownBy(() -> parse("<target>" + "<reg name='a' bitsize='8'/>".repeat(65_537) + "</target>"))
                .hasMessage("target description with more than 65536 registers");
        assertThatThrownBy(() -> TargetDescription.parse(annex ->
                        Optional.of(annex.equals("a") ? "<x/>" : "<x>" + "<include href='a'/>".repeat(300) + "</x>")))
                .hasMessage("target description of more than 256 documents at 'a'");
    }

    @Test
    void entitiesAreRefusedNotExpanded() {
        String bomb = "<!DOCTYPE target [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
        assertThatThrownBy(() -> parse(bomb + "<target><architecture>&b;</architecture></target>"))
                .isInstanceOf(DescriptionException.class);
        assertThatThrownBy(() -> parse(bomb + "<target>&b;</target>")).isInstanceOf(DescriptionException.class);
        assertThatThrownBy(() -> parse(bomb + "<target><reg name='&b;' bitsize='8'/></target>"))
                .isInstanceOf(DescriptionException.class);
        assertThatThrownBy(() -> parse("<!DOCTYPE target [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
                        + "<target><architecture>&f;</architecture></target>"))
                .isInstanceOf(DescriptionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<reg bitsize='8'/> | <reg> in a target description without 'name'",
                "<reg name='a'/> | <reg> in a target description without 'bitsize'",
                "<reg name='a' bitsize='x'/> | register 'a' has bitsize 'x', no number",
                "<reg name='a' bitsize='-8'/> | register 'a' has bitsize -8, expected 0..1048576",
                "<reg name='a' bitsize='8' regnum='16777217'/> | register 'a' has regnum 16777217, expected 0..16777216",
                "<include/> | <include> in a target description without 'href'",
                "<include href='none.xml'/> | the server has no target description 'none.xml'",
                "<architecture><b/></architecture> | <architecture> in a target description holds more than text"
            })
    void namesWhatIsWrong(String inside, String message) {
        assertThatThrownBy(() -> parse("<target>" + inside + "</target>"))
                .isInstanceOf(DescriptionException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertThatThrownBy(() -> parse("<target><feature"))
                .isInstanceOf(DescriptionException.class)
                .hasMessageStartingWith("target description 'target.xml' is not readable: ");
        assertThatThrownBy(() -> parse("")).isInstanceOf(DescriptionException.class);
    }

    @Test
    void aFaultThatTheXmlReaderHasNoWordsForIsRefused() {
        assertThatThrownBy(() -> parse("<!DOCTYPE t [<!ENTITY a '\u0000'>]><target/>"))
                .isInstanceOf(DescriptionException.class)
                .hasMessageContaining("InvalidCharInDTD");
    }

    @Test
    void damagedDocumentsGiveADescriptionOrItsException() {
        Random random = new Random(8);
        String sound = cortexM4f().get("arm-m-profile.xml");
        List<String> other = new ArrayList<>();
        for (int round = 0; round < 2_000; round++) {
            StringBuilder damaged = new StringBuilder(sound);
            for (int i = 0; i < 3; i++) {
                damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(128));
            }
            try {
                parse(damaged.toString());
            } catch (DescriptionException expected) {
                assertThat(expected).hasMessageContaining("");
            } catch (RuntimeException unexpected) {
                other.add(unexpected + " for " + damaged);
            }
        }
        assertThat(other).isEmpty();
    }
}
