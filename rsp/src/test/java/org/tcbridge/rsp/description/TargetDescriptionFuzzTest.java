package org.tcbridge.rsp.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tcbridge.rsp.Latin1;

/** A server that describes its target with any documents: the input, cut at each {@code \f}; {@code target.xml} first. */
class TargetDescriptionFuzzTest {

    private static final int MOST_DOCUMENTS = 256;
    private static final List<String> NAMES = List.of("target.xml", "a", "b", "c", "d");

    /** Gives the documents and counts what a reader asks for. */
    private static final class Documents implements Function<String, Optional<String>> {
        private final String[] texts;
        private final List<String> asked = new ArrayList<>();
        private int chars;

        Documents(byte[] bytes) {
            // as the bytes come: descriptions are ASCII, or text in an encoding that nothing tells
            texts = Latin1.text(bytes).split("\f", -1);
        }

        @Override
        public Optional<String> apply(String name) {
            asked.add(name);
            int index = NAMES.indexOf(name);
            if (index < 0 || index >= texts.length) {
                return Optional.empty();
            }
            chars += texts[index].length();
            return Optional.of(texts[index]);
        }
    }

    @DictionaryEntries({
        "<reg name=\"r0\" bitsize=\"32\"/>",
        "<feature name=\"f\">",
        "</feature>",
        "<target>",
        "</target>",
        "<xi:include href=\"a\"/>",
        "<xi:include href=\"b\"/>",
        "<include href=\"target.xml\"/>",
        "<architecture>",
        "</architecture>",
        " regnum=\"0x10\"",
        " type=\"",
        "<!DOCTYPE target [",
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
        "<!ENTITY y \"&x;&x;&x;\">",
        "]>",
        "&x;",
        "&y;",
        "&#65;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
        "\\x0C"
    })
    @FuzzTest
    void isReadWithinBoundsOrRefused(byte[] bytes) {
        Documents documents = new Documents(bytes);
        try {
            TargetDescription description = TargetDescription.parse(documents);
            nothingIsInventedOrExpanded(description, documents.chars);
            for (int gBytes : new int[] {0, 68, 1 << 16}) {
                liesInOrder(description.layout(gBytes), gBytes);
            }
        } catch (DescriptionException e) {
            assertThat(e).message().isNotEmpty();
        }
        assertThat(documents.asked).startsWith("target.xml").hasSizeLessThanOrEqualTo(MOST_DOCUMENTS);
    }

    /** What came out is no longer than what went in: entities and includes make no more of it. */
    private static void nothingIsInventedOrExpanded(TargetDescription description, int chars) {
        int length = description.architecture().orElse("").length()
                + description.features().stream().mapToInt(String::length).sum();
        for (DescribedRegister register : description.registers()) {
            length += register.name().length()
                    + register.type().orElse("").length()
                    + register.group().orElse("").length();
            assertThat(register.number()).isBetween(0, (1 << 24) + (1 << 16));
            assertThat(register.bits()).isBetween(0, 1 << 20);
            assertThat(register.feature())
                    .satisfiesAnyOf(
                            feature -> assertThat(feature).isEmpty(),
                            feature -> assertThat(description.features()).contains(feature));
        }
        assertThat(length).isLessThanOrEqualTo(chars);
    }

    private static void liesInOrder(List<PlacedRegister> placed, int gBytes) {
        int end = 0;
        boolean full = false;
        for (PlacedRegister register : placed) {
            assertThat(full && register.offset().isPresent()).isFalse();
            full = register.offset().isEmpty();
            if (!full) {
                assertThat(register.offset().getAsInt()).isEqualTo(end);
                end += register.register().bytes();
            }
        }
        assertThat(end).isLessThanOrEqualTo(gBytes);
    }
}
