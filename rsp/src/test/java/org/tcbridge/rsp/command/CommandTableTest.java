package org.tcbridge.rsp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.ResumeActions.Action;
import org.tcbridge.rsp.command.SelectThread.Purpose;
import org.tcbridge.rsp.frame.Packet;

class CommandTableTest {

    private static Arguments row(String wire, Command command) {
        return Arguments.of(wire, command);
    }

    private static Action action(Motion motion, String thread) {
        return new Action(motion, Optional.of(ThreadId.parse(thread)));
    }

    /** Every command, as gdb writes it. */
    static List<Arguments> commands() {
        return List.of(
                row("qSupported", new QuerySupported(List.of())),
                row("qSupported:multiprocess+;swbreak+", new QuerySupported(List.of("multiprocess+", "swbreak+"))),
                row("QStartNoAckMode", new StartNoAckMode()),
                row("qSymbol::", new SymbolOffer()),
                row("qSymbol:20000abc:7563", new SymbolValue("uc", OptionalLong.of(0x20000abc))),
                row("qSymbol::7563", new SymbolValue("uc", OptionalLong.empty())),
                row("QNonStop:1", new SetNonStop(true)),
                row("QNonStop:0", new SetNonStop(false)),
                row("qXfer:features:read:target.xml:0,ffb", new ReadFeatures("target.xml", 0, 0xffb)),
                row("qXfer:memory-map:read::0,ffb", new ReadMemoryMap(0, 0xffb)),
                row("qRcmd,7265736574", new Monitor("reset")),
                row("qfThreadInfo", new FirstThreads()),
                row("qsThreadInfo", new MoreThreads()),
                row("qXfer:threads:read::10,1000", new ReadThreads(16, 4096)),
                row("qThreadExtraInfo,p1.2", new ThreadExtraInfo(ThreadId.of(1, 2))),
                row("qGetTLSAddr:2,10,0", new ThreadDetail("qGetTLSAddr:", "2,10,0")),
                row("qGetTIBAddr:2", new ThreadDetail("qGetTIBAddr:", "2")),
                row("qThreadStopInfo2", new ThreadDetail("qThreadStopInfo", "2")),
                row("jThreadsInfo", new ThreadDetail("jThreadsInfo", "")),
                row("jThreadExtendedInfo:{\"thread\":2}", new ThreadDetail("jThreadExtendedInfo:", "{\"thread\":2}")),
                row("qC", new CurrentThread()),
                row("T1f", new ThreadAlive(ThreadId.of(31))),
                row("Hgp1.1", new SelectThread(Purpose.REGISTERS, ThreadId.of(1, 1))),
                row("Hg0", new SelectThread(Purpose.REGISTERS, ThreadId.of(0))),
                row("Hc-1", new SelectThread(Purpose.EXECUTION, ThreadId.of(-1))),
                row("g", new ReadRegisters()),
                row("G0102xx", new WriteRegisters("0102xx")),
                row("p1a", new ReadRegister(26)),
                row("P1a=00ff", new WriteRegister(26, "00ff")),
                row("m20000000,4", new ReadMemory(0x20000000, 4)),
                row("mfffffffffffffff0,10", new ReadMemory(-16, 16)),
                row("x20000000,4", new ReadBinaryMemory(0x20000000, 4)),
                row("M20000000,2:00ff", new WriteMemory(0x20000000, "\u0000\u00ff", false)),
                row("X20000000,3:#\u0003,", new WriteMemory(0x20000000, "#\u0003,", true)),
                row("X0,0:", new WriteMemory(0, "", true)),
                row("qCRC:8000,100", new ChecksumMemory(0x8000, 0x100)),
                row("qSearch:memory:8000;100;a;b\u0000", new SearchMemory(0x8000, 0x100, "a;b\u0000")),
                row("vFlashErase:8000000,4000", new FlashErase(0x8000000, 0x4000)),
                row("vFlashWrite:8000000:a:b\u00ff", new FlashWrite(0x8000000, "a:b\u00ff")),
                row("vFlashDone", new FlashDone()),
                row("Z0,8000,2", new InsertBreakpoint(new Breakpoint(BreakpointType.SOFTWARE, 0x8000, 2, ""))),
                row(
                        "Z1,8000,4;X1,0",
                        new InsertBreakpoint(new Breakpoint(BreakpointType.HARDWARE, 0x8000, 4, ";X1,0"))),
                row("z2,20000000,4", new RemoveBreakpoint(new Breakpoint(BreakpointType.WRITE, 0x20000000, 4, ""))),
                row("z3,20000000,1", new RemoveBreakpoint(new Breakpoint(BreakpointType.READ, 0x20000000, 1, ""))),
                row("Z4,20000000,8", new InsertBreakpoint(new Breakpoint(BreakpointType.ACCESS, 0x20000000, 8, ""))),
                row("?", new WhyStopped()),
                row("vCont?", new AskResumeActions()),
                row("vCont;c", new ResumeActions(List.of(new Action(Motion.CONTINUE, Optional.empty())))),
                row(
                        "vCont;s:p1.2;C05:3;S0b:p1.-1;t:4;r8000,8010:5;c",
                        new ResumeActions(List.of(
                                action(Motion.STEP, "p1.2"),
                                action(new Motion.Continue(OptionalInt.of(5)), "3"),
                                action(new Motion.Step(OptionalInt.of(11)), "p1.-1"),
                                action(new Motion.Stop(), "4"),
                                action(new Motion.RangeStep(0x8000, 0x8010), "5"),
                                new Action(Motion.CONTINUE, Optional.empty())))),
                row("c", new Resume(Motion.CONTINUE, OptionalLong.empty())),
                row("c8000", new Resume(Motion.CONTINUE, OptionalLong.of(0x8000))),
                row("s", new Resume(Motion.STEP, OptionalLong.empty())),
                row("s8000", new Resume(Motion.STEP, OptionalLong.of(0x8000))),
                row("C05", new Resume(new Motion.Continue(OptionalInt.of(5)), OptionalLong.empty())),
                row("C05;8000", new Resume(new Motion.Continue(OptionalInt.of(5)), OptionalLong.of(0x8000))),
                row("S0b", new Resume(new Motion.Step(OptionalInt.of(11)), OptionalLong.empty())),
                row("S0b;8000", new Resume(new Motion.Step(OptionalInt.of(11)), OptionalLong.of(0x8000))),
                row("D", new Detach(OptionalLong.empty())),
                row("D;1", new Detach(OptionalLong.of(1))),
                row("k", new Kill(OptionalLong.empty())),
                row("vKill;a410", new Kill(OptionalLong.of(0xa410))),
                row("vRun;", new Run(List.of(""))),
                row("vRun;612e6f7574;2d76", new Run(List.of("a.out", "-v"))),
                row("R00", new Restart("00")),
                row("r", new Reset()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void parsesAndRendersEveryCommand(String wire, Command command) {
        assertThat(CommandTable.STANDARD.parse(wire)).isEqualTo(command);
        assertThat(command.wire()).isEqualTo(wire);
        Packet packet = command.toPacket();
        assertThat(Command.parse(packet)).isEqualTo(command);
        assertThat(CommandTable.STANDARD.type(packet)).isEqualTo(command.getClass());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "m",
                "m0",
                "m0,",
                "m0,4x",
                "m0,-4",
                "mx,4",
                "m0,80000000",
                "m10000000000000000,4",
                "M0,4:00",
                "M0,1:0g",
                "M0",
                "X0,3:ab",
                "X0,1:abc",
                "p",
                "pg",
                "P1",
                "P=0",
                "Hm1",
                "H",
                "Hg",
                "Hgx",
                "T",
                "Tp1.",
                "qThreadExtraInfo,",
                "qSymbol:",
                "qSymbol:1:",
                "qSymbol:1:6",
                "qSymbol:g:61",
                "qSymbol:::",
                "Z5,0,2",
                "Z0,0",
                "Z0,0,",
                "Z,0,2",
                "z0,g,2",
                "vCont;",
                "vCont;;c",
                "vCont;q",
                "vCont;c05",
                "vCont;C",
                "vCont;s:",
                "vCont;r1",
                "vCont",
                "C",
                "C100",
                "Cg",
                "S",
                "cg",
                "sg",
                "C5;",
                "D;",
                "D1",
                "D;g",
                "kill",
                "vKill;",
                "vKill",
                "vRun;6",
                "QNonStop:2",
                "QNonStop:",
                "qXfer:features:read:target.xml",
                "qXfer:features:read:a:0",
                "qXfer:threads:read:x:0,1",
                "qXfer:threads:read::0",
                "qRcmd,6",
                "qSupportedX",
                "gg",
                "?1",
                "rr",
                "qCRC:0",
                "qSearch:memory:0;4",
                "vFlashErase:0",
                "vFlashWrite:0",
                "vFlashDone:",
                "x0"
            })
    void whatIsMalformedOrUnknownIsOpaque(String text) {
        assertThat(CommandTable.STANDARD.parse(text)).isEqualTo(new Opaque(text));
        assertThat(new Opaque(text).wire()).isEqualTo(text);
    }

    @Test
    void longerNamesAreNotTakenForShorterOnes() {
        assertThat(CommandTable.STANDARD.type(Packet.of("qCRC:0,4"))).isEqualTo(ChecksumMemory.class);
        assertThat(CommandTable.STANDARD.type(Packet.of("qC"))).isEqualTo(CurrentThread.class);
        assertThat(CommandTable.STANDARD.type(Packet.of("qCother"))).isEqualTo(Opaque.class);
        assertThat(CommandTable.STANDARD.type(Packet.of("qSymbol::61"))).isEqualTo(SymbolValue.class);
        assertThat(CommandTable.STANDARD.type(Packet.of(""))).isEqualTo(Opaque.class);
    }

    @Test
    void everyRowIsReachedByACommandOfItsOwn() {
        Set<String> reached = new HashSet<>();
        for (Arguments arguments : commands()) {
            reached.add(CommandTable.STANDARD.prefix((Command) arguments.get()[1]));
        }
        assertThat(CommandTable.ROWS).extracting(CommandTable.Row::prefix).doesNotHaveDuplicates();
        assertThat(reached)
                .containsExactlyInAnyOrderElementsOf(
                        CommandTable.ROWS.stream().map(CommandTable.Row::prefix).toList());
    }

    @Test
    void everyTypeOfCommandHasARow() {
        List<Class<?>> types = new ArrayList<>(List.of(Command.class.getPermittedSubclasses()));
        types.remove(Opaque.class);
        Set<Class<?>> inTable = new HashSet<>();
        CommandTable.ROWS.forEach(row -> inTable.add(row.type()));
        assertThat(inTable).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void theOrderOfRowsChangesNothing() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            List<CommandTable.Row<?>> shuffled = new ArrayList<>(CommandTable.ROWS);
            Collections.shuffle(shuffled, random);
            CommandTable table = new CommandTable(shuffled);
            for (Arguments arguments : commands()) {
                Object[] pair = arguments.get();
                assertThat(table.parse((String) pair[0])).isEqualTo(pair[1]);
                assertThat(table.prefix((Command) pair[1])).isEqualTo(CommandTable.STANDARD.prefix((Command) pair[1]));
            }
        }
    }

    @Test
    void upperCaseAndLeadingZerosAreRead() {
        assertThat(CommandTable.STANDARD.parse("m0020000ABC,04")).isEqualTo(new ReadMemory(0x20000abc, 4));
        assertThat(CommandTable.STANDARD.parse("M0,1:FF")).isEqualTo(new WriteMemory(0, "\u00ff", false));
    }

    @Test
    void binaryDataIsUnescapedOnceAndMayHoldAsterisks() {
        Packet packet = new Packet(Unpooled.copiedBuffer("$X0,4:}\u0003}]*a#00", StandardCharsets.ISO_8859_1));
        assertThat(Command.parse(packet)).isEqualTo(new WriteMemory(0, "#}*a", true));
    }

    @Test
    void randomTextNeverThrows() {
        Random random = new Random(6);
        List<String> heads =
                CommandTable.ROWS.stream().map(CommandTable.Row::prefix).toList();
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(round % 3 == 0 ? "" : heads.get(random.nextInt(heads.size())));
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append("0123456789abcdef,;:.=p-sScCrt#$}*\u00ff".charAt(random.nextInt(33)));
            }
            Command command = CommandTable.STANDARD.parse(text.toString());
            assertThat(CommandTable.STANDARD.parse(command.wire()))
                    .as("%s rendered and read again", text)
                    .isEqualTo(command);
        }
    }

    @Test
    void onlyContinueAndStepHaveTheOldForm() {
        assertThat(catchThrowable(() -> new Resume(new Motion.Stop(), OptionalLong.empty())))
                .hasMessage("only continue and step have this form, not Stop[]");
    }
}
