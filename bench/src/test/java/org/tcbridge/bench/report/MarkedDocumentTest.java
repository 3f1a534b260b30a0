package org.tcbridge.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkedDocumentTest {
    private static final String DOCUMENT = """
            By hand.
            <!-- bench:relay -->
            old
            <!-- /bench -->
            More by hand.
            <!-- bench:gdb-packets -->
            <!-- /bench -->
            """;

    @Test
    void textsReplaceWhatStandsBetweenTheirMarks() {
        assertThat(MarkedDocument.with(Map.of("relay", "$1 \\ new\n", "gdb-packets", "38\n"), DOCUMENT))
                .isEqualTo("""
                        By hand.
                        <!-- bench:relay -->

                        $1 \\ new

                        <!-- /bench -->
                        More by hand.
                        <!-- bench:gdb-packets -->

                        38

                        <!-- /bench -->
                        """);
    }

    @Test
    void aPlaceWithoutATextKeepsWhatItHas() {
        assertThat(MarkedDocument.with(Map.of("other", "text"), DOCUMENT)).isEqualTo(DOCUMENT);
    }

    @Test
    void writingTwiceIsWritingOnce() {
        Map<String, String> texts = Map.of("relay", "new\n");
        String once = MarkedDocument.with(texts, DOCUMENT);

        assertThat(MarkedDocument.with(texts, once)).isEqualTo(once);
    }

    @Test
    void aMarkThatIsNotEndedIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MarkedDocument.with(Map.of(), "<!-- bench:relay -->\nold\n"))
                .withMessageStartingWith("a <!-- bench:NAME --> has no <!-- /bench --> behind it");
    }
}
