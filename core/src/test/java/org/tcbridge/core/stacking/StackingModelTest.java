package org.tcbridge.core.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackingModelTest {
    @Test
    void header() throws StackingFormatException {
        StackingModel model = Toy.model("frame = [\"pc\"]");

        assertThat(model.header())
                .isEqualTo(new StackingModel.Header("m", "A model", "os", List.of("toy"), "nowhere", "m.toml"));
    }

    @Test
    void aFileMayBeForSeveralArchitectures() throws StackingFormatException {
        String file = Toy.HEAD + "frame = [\"pc\"]";
        String several = file.replace("\"toy\"", "[\"toy\", \"toy64\"]");

        assertThat(StackingModel.parse(several, "m.toml").header().architectures())
                .containsExactly("toy", "toy64");
        assertThatThrownBy(() -> StackingModel.parse(file.replace("\"toy\"", "[]"), "m.toml"))
                .isInstanceOf(StackingFormatException.class)
                .hasMessage("m.toml:4:1: architecture: an empty list: expected at least one id");
        assertThatThrownBy(() -> StackingModel.parse(file.replace("\"toy\"", "[\"toy\", \"a b\"]"), "m.toml"))
                .isInstanceOf(StackingFormatException.class)
                .hasMessage("m.toml:4:24: architecture: \"a b\": expected letters, digits, '.', '_' and '-'");
    }

    @Test
    void symbolsAreAllThatTheFileMentions() throws StackingFormatException {
        StackingModel model = Toy.model("""
                symbols = ["hint"]
                frame = [{ when = "symbol.condition != 0", slots = ["pc"] }]
                [[fact]]
                name = "size"
                symbol = "code"
                value = "word"
                """);

        assertThat(model.symbols()).containsExactlyInAnyOrder("hint", "condition", "code");
    }

    /** What follows the five lines of {@link Toy#HEAD}; column 3 is the message without the file's name. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    frame = ["r1"; `6:14: Unexpected end of input, expected ] or a comma`
                    frames = ["r1"]; 6:1: key "frames": expected one of architecture, check, fact, frame, id, place, rank, registers, rtos, source, symbols, title
                    rank = 1; : key "frame" is missing
                    frame = "r1"; 6:1: frame: "r1": expected a list
                    frame = []; 6:1: frame: 0 bytes: expected a named slot and at most 4096
                    frame = ["-"]; 6:1: frame: 8 bytes: expected a named slot and at most 4096
                    frame = ["r0..r600"]; 6:1: frame: 4808 bytes: expected a named slot and at most 4096
                    frame = ["r1", 5]; 6:16: frame: 5: expected a string
                    frame = ["r4.."]; 6:10: slot "r4..": expected NAME, FIRST..LAST or -, then :BYTES if not the size of a pointer
                    frame = ["r4..s6"]; 6:10: slot "r4..s6": expected a range such as r4..r11
                    frame = ["pc..r2"]; 6:10: slot "pc..r2": expected a range such as r4..r11
                    frame = ["s0:0"]; 6:10: slot "s0:0": 0 bytes: expected 1 to 64
                    frame = ["s0:65"]; 6:10: slot "s0:65": 65 bytes: expected 1 to 64
                    frame = ["top"]; 6:10: slot "top": "top" has another meaning: expected another name
                    frame = ["a", { slots = [] }]; 6:15: frame: key "when" is missing
                    frame = [{ when = "1", slot = ["a"] }]; 6:24: frame: key "slot": expected one of else, slots, when
                    frame = [{ when = "a == 1", slots = ["b"] }, "a"]; 6:12: when "a == 1": unknown name "a": expected task.NAME, symbol.NAME, register.NAME or one of address
                    frame = ["a", { when = "a = 1", slots = [] }]; 6:17: when "a = 1": character 3, '=': expected an operator or the end
                    frame = ["q1:16", { when = "q1 == 1", slots = [] }]; 6:21: when "q1 == 1": "q1" is wider than 8 bytes: expected a narrower slot
                    frame = ["a", { when = "top == 1", slots = [] }]; 6:17: when "top == 1": unknown name "top": expected task.NAME, symbol.NAME, register.NAME or one of address, a
                    """)
    void frameErrors(String text, String message) {
        assertThatThrownBy(() -> Toy.model(text))
                .isInstanceOf(StackingFormatException.class)
                .hasMessage("m.toml" + (message.startsWith(":") ? "" : ":") + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    check = "a"; 7:1: check: "a": expected a list
                    check = ["b"]; 7:10: check "b": unknown name "b": expected task.NAME, symbol.NAME, register.NAME or one of address, a, d, top
                    check = ["task. == 1"]; 7:10: check "task. == 1": unknown name "task.": expected task.NAME, symbol.NAME, register.NAME or one of address, a, d, top
                    rank = "x"; 7:1: rank: "x": expected an integer
                    symbols = [1]; 7:12: symbols: 1: expected a string
                    registers = 1; 7:1: registers: 1: expected a table
                    registers.sp = 1.5; 7:1: sp: 1.5: expected an expression or an integer
                    registers.sp = "to"; 7:1: sp "to": unknown name "to": expected task.NAME, symbol.NAME, register.NAME or one of address, a, d, top
                    registers.sp = [{ when = "1" }]; 7:17: sp: key "is" is missing
                    registers.sp = [{ is = "a" }]; 7:17: sp: key "when" is missing
                    registers.sp = [{ when = "1", it = 1, is = 1 }]; 7:31: sp: key "it": expected one of is, when
                    fact = [{ symbol = "x", value = "1" }]; 7:9: fact: key "name" is missing
                    fact = [{ name = "Big", symbol = "x", value = "1" }]; 7:11: fact "Big": expected a new name in lower case
                    fact = [{ name = "f", value = "1" }]; 7:9: fact: key "symbol" is missing
                    fact = [{ name = "f", symbol = "x", value = "f" }]; 7:37: value "f": unknown name "f": expected task.NAME, symbol.NAME, register.NAME or one of word
                    fact = [{ name = "f", symbol = "x", value = "1", default = "1" }]; 7:50: default: "1": expected an integer
                    fact = [{ name = "a", symbol = "x", value = "1" }]; 6:10: slot "a": "a" has another meaning: expected another name
                    fact = [3]; 7:9: fact: 3: expected a table
                    place = "heap"; 7:1: place: "heap": expected "stack" or "control block"
                    """)
    void otherErrors(String text, String message) {
        assertThatThrownBy(() -> Toy.model("frame = [\"a\", \"d:8\"]\n" + text))
                .isInstanceOf(StackingFormatException.class)
                .hasMessage("m.toml:" + message);
    }

    @Test
    void headerErrors() {
        assertThatThrownBy(() -> StackingModel.parse("title = \"no id\"", "my.toml"))
                .hasMessage("my.toml: key \"id\" is missing");
        assertThatThrownBy(() -> StackingModel.parse("id = \"a b\"\ntitle = \"t\"", "my.toml"))
                .hasMessage("my.toml:1:1: id: \"a b\": expected letters, digits, '.', '_' and '-'");
    }

    @Test
    void aDeeplyNestedFileIsRefused() {
        for (String opening : List.of("[", "{a=", "[{a=")) {
            assertThatThrownBy(() -> StackingModel.parse("frame = " + opening.repeat(100_000), "deep.toml"))
                    .isInstanceOf(StackingFormatException.class)
                    .hasMessageStartingWith("deep.toml");
        }
    }
}
