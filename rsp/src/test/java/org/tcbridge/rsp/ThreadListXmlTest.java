package org.tcbridge.rsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.tcbridge.rsp.ThreadListXml.Entry;

class ThreadListXmlTest {

    private static String write(Entry... entries) {
        return new String(ThreadListXml.write(List.of(entries)), StandardCharsets.UTF_8);
    }

    @Test
    void writesAttributesOnlyWhereThereIsAValue() {
        assertThat(write(
                        new Entry(ThreadId.of(1, 2), Optional.of("IDLE"), OptionalInt.of(1), "ready, priority 0"),
                        new Entry(ThreadId.of(3), Optional.empty(), OptionalInt.empty(), "")))
                .isEqualTo("""
                        <?xml version="1.0"?>
                        <threads>
                        <thread id="p1.2" core="1" name="IDLE">ready, priority 0</thread>
                        <thread id="3"></thread>
                        </threads>
                        """);
    }

    @Test
    void noThreadsAreAnEmptyList() {
        assertThat(write()).isEqualTo("<?xml version=\"1.0\"?>\n<threads>\n</threads>\n");
    }

    @Test
    void escapesWhatXmlReserves() {
        assertThat(write(new Entry(ThreadId.of(1), Optional.of("<a>&\"'"), OptionalInt.empty(), "]]>")))
                .contains("name=\"&lt;a&gt;&amp;&quot;&apos;\">]]&gt;</thread>");
    }

    @Test
    void anyGarbageInANameIsStillXml() throws Exception {
        StringBuilder garbage = new StringBuilder();
        for (int c = 0; c < 0x300; c++) {
            garbage.append((char) c);
        }
        garbage.append("\ud800\uffff\ud83d\ude00");
        byte[] xml = ThreadListXml.write(
                List.of(new Entry(ThreadId.of(1), Optional.of(garbage.toString()), OptionalInt.empty(), "")));
        String name = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml))
                .getElementsByTagName("thread")
                .item(0)
                .getAttributes()
                .getNamedItem("name")
                .getNodeValue();
        assertThat(name)
                .hasSize(garbage.length())
                .startsWith("?".repeat(32) + " !\"#")
                .endsWith("??\ud83d\ude00");
    }
}
