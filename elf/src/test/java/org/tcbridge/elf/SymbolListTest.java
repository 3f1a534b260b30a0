package org.tcbridge.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tcbridge.core.symbol.Program;

/** Lists as GNU nm 2.40 and llvm-nm 14 print them. */
final class SymbolListTest {
    private static final String EXPECTED =
            ": expected ADDRESS TYPE NAME or ADDRESS SIZE TYPE NAME, numbers in hexadecimal, as nm and nm -S print them";

    private static final String NM = """
            00000100 T main
            00000141 0000000a t helper
                     U never_linked
                     w perhaps
            00000200 A stack_size
            00000300 T unsized
            20000000 d first
            20000010 00000004 B pxCurrentTCB
            20000014 b $d

            20000020 b list.lto_priv.0
            20000100 W operator new(unsigned int)	/src/new.cc:12
            """;

    @Test
    void addressesAndSizes() throws Exception {
        SymbolList list = SymbolList.parse("f", NM);

        assertThat(list.address("main")).hasValue(0x100);
        assertThat(list.address("pxCurrentTCB")).hasValue(0x20000010);
        assertThat(list.size("pxCurrentTCB")).hasValue(4);
        assertThat(list.address("helper")).as("the Thumb bit is none of it").hasValue(0x140);
        assertThat(list.size("main")).isEmpty();
        assertThat(list.address("list")).as("a name with a compiler's suffix").hasValue(0x20000020);
        assertThat(list.address("stack_size")).hasValue(0x200);
        assertThat(list.address("operator new(unsigned int)")).hasValue(0x20000100);
        assertThat(list.address("never_linked")).isEmpty();
        assertThat(list.address("perhaps")).isEmpty();
        assertThat(list.address("$d")).isEmpty();
        assertThat(list.program()).isEqualTo(new Program(list, Optional.empty(), OptionalInt.empty()));
    }

    @Test
    void places() throws Exception {
        SymbolList list = SymbolList.parse("f", NM);

        assertThat(list.locate(0x100)).contains(new Place("main", 0));
        assertThat(list.locate(0x13f)).as("up to the next symbol").contains(new Place("main", 0x3f));
        assertThat(list.locate(0x149)).contains(new Place("helper", 9));
        assertThat(list.locate(0x14a)).as("behind a function's size").isEmpty();
        assertThat(list.locate(0x304)).as("a number is no place").contains(new Place("unsized", 4));
        assertThat(list.locate(0x20000010)).as("data").isEmpty();
        assertThat(list.locate(0xff)).isEmpty();
        assertThat(SymbolList.parse("f", "ff00 T last").locate(0xfffff)).isEmpty();
    }

    @Test
    void theGlobalOneOfEqualNames() throws Exception {
        SymbolList list = SymbolList.parse("f", "0x10 b tick\n0x20 W tick\n0x30 B tick\n0x40 B tick\n");

        assertThat(list.address("tick")).hasValue(0x30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello", "main 00000100 T", "100 main", "0000000000000000100 T main", "100 T", "libc.a(x.o):"})
    void aLineThatIsNotOfNm(String line) {
        assertThatThrownBy(() -> SymbolList.parse("f", "100 T main\n" + line + "\n"))
                .isInstanceOf(InvalidSymbolsException.class)
                .hasMessage("f:2: '" + line + "'" + EXPECTED);
    }

    @Test
    void noSymbol() {
        assertThatThrownBy(() -> SymbolList.parse("f", "\n         U x\n"))
                .isInstanceOf(InvalidSymbolsException.class)
                .hasMessage("f: no symbol" + EXPECTED);
    }
}
