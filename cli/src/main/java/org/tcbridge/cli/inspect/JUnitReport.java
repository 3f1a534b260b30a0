package org.tcbridge.cli.inspect;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Checks as a JUnit report, which CI servers show: one test case a check. */
public record JUnitReport(String target, List<Check> checks) {
    private static final String SUITE = "tcbridge threads";

    /** What XML 1.0 has no way to write. */
    private static final String UNWRITABLE = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]";

    /** Copies the list. */
    public JUnitReport {
        checks = List.copyOf(checks);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            attribute(xml, "name", SUITE);
            attribute(xml, "tests", Integer.toString(checks.size()));
            attribute(xml, "failures", Long.toString(failures()));
            for (Check check : checks) {
                testCase(xml, check);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private long failures() {
        return checks.stream().filter(check -> check.failure().isPresent()).count();
    }

    private void testCase(XMLStreamWriter xml, Check check) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        attribute(xml, "classname", target);
        attribute(xml, "name", check.name());
        if (check.failure().isPresent()) {
            xml.writeStartElement("failure");
            attribute(xml, "message", check.failure().get());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value.replaceAll(UNWRITABLE, "?"));
    }
}
