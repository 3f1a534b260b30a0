package org.tcbridge.rsp.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tcbridge.rsp.Latin1;

/** A server that tells its memory in any document. */
class MemoryMapFuzzTest {
    private static final int MOST_AREAS = 4096;

    @DictionaryEntries({
        "<memory-map>",
        "</memory-map>",
        "<memory type=\"ram\" start=\"0x20000000\" length=\"0x1000\"/>",
        "<memory type=\"rom\" start=\"",
        "<memory type=\"flash\" ",
        "<property name=\"blocksize\">0x400</property>",
        " start=\"0xffffffffffffffff\"",
        " length=\"18446744073709551615\"",
        " length=\"-1\"",
        "</memory>",
        "<!DOCTYPE memory-map [",
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
        "]>",
        "&x;",
        "&#48;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml version=\"1.0\"?>"
    })
    @FuzzTest
    void isReadOrRefused(byte[] bytes) throws DescriptionException {
        String document = Latin1.text(bytes);
        MemoryMap map;
        try {
            map = MemoryMap.parse(document);
        } catch (DescriptionException e) {
            assertThat(e).message().isNotEmpty();
            return;
        }
        assertThat(document).contains("memory-map");
        // an area is an element of the document's own: entities make no more of them
        assertThat(map.areas()).hasSizeLessThanOrEqualTo(Math.min(MOST_AREAS, document.split("memory", -1).length - 1));
        assertThat(MemoryMap.parse(text(map))).isEqualTo(map);
    }

    /** A plain document of the same meaning. */
    private static String text(MemoryMap map) {
        return map.areas().stream()
                .map(area -> "<memory type=\"%s\" start=\"0x%x\" length=\"%s\"/>"
                        .formatted(
                                area.kind().name().toLowerCase(Locale.ROOT),
                                area.start(),
                                Long.toUnsignedString(area.length())))
                .collect(Collectors.joining("", "<memory-map>", "</memory-map>"));
    }
}
