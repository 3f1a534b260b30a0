package org.tcbridge.rsp.description;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads target descriptions as gdb does ({@code xml-tdesc.c}), but trusts them less: no entities, no files, bounded sizes.
 *
 * <p>Names are not taken apart into prefix and rest, since QEMU writes {@code xi:include} without a declaration of the prefix.
 */
final class DescriptionReader {

    private static final int MAX_DEPTH = 10;

    /** Each takes the server at least one question; gdb's own targets have about ten. */
    private static final int MAX_DOCUMENTS = 256;

    private static final int MAX_CHARS = 8 << 20;
    private static final int MAX_REGISTERS = 1 << 16;
    private static final int MAX_NUMBER = 1 << 24;

    /** The largest register known, the ZA array of the Arm SME, has 64 KiB. */
    private static final int MAX_BITS = 1 << 20;

    private static final XMLInputFactory XML = factory();

    private final Function<String, Optional<String>> annexes;
    private final Deque<String> open = new ArrayDeque<>();
    private final List<String> features = new ArrayList<>();
    private final List<DescribedRegister> registers = new ArrayList<>();
    private Optional<String> architecture = Optional.empty();
    private String feature = "";
    private int documents;
    private int chars;
    private int nextNumber;

    DescriptionReader(Function<String, Optional<String>> annexes) {
        this.annexes = annexes;
    }

    TargetDescription read() throws DescriptionException {
        document(TargetDescription.ROOT);
        return new TargetDescription(architecture, features, registers);
    }

    private void document(String annex) throws DescriptionException {
        if (open.contains(annex)) {
            throw new DescriptionException("target description '" + annex + "' includes itself");
        }
        if (open.size() == MAX_DEPTH) {
            throw new DescriptionException(
                    "target description '" + annex + "' is included more than " + MAX_DEPTH + " deep");
        }
        if (++documents > MAX_DOCUMENTS) {
            throw new DescriptionException(
                    "target description of more than " + MAX_DOCUMENTS + " documents at '" + annex + "'");
        }
        String text = annexes.apply(annex)
                .orElseThrow(() -> new DescriptionException("the server has no target description '" + annex + "'"));
        chars += text.length();
        if (chars > MAX_CHARS) {
            throw new DescriptionException("target description over " + MAX_CHARS + " characters at '" + annex + "'");
        }
        open.push(annex);
        try {
            elements(XML.createXMLStreamReader(new StringReader(text.strip())));
        } catch (XMLStreamException e) {
            throw new DescriptionException("target description '" + annex + "' is not readable: " + e.getMessage(), e);
        }
        open.pop();
    }

    private void elements(XMLStreamReader xml) throws XMLStreamException, DescriptionException {
        while (xml.hasNext()) {
            int event = next(xml);
            if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new DescriptionException("entity '&" + xml.getLocalName() + ";' in a target description");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "architecture" -> architecture = Optional.of(text(xml));
                    case "feature" -> {
                        feature = attribute(xml, "name");
                        features.add(feature);
                    }
                    case "reg" -> registers.add(register(xml));
                    case "xi:include", "include" -> document(attribute(xml, "href"));
                    default -> {}
                }
            }
        }
    }

    /** The JDK's reader has no words for some broken documents and raises other exceptions than it declares. */
    private static int next(XMLStreamReader xml) throws XMLStreamException {
        try {
            return xml.next();
        } catch (RuntimeException e) {
            throw new XMLStreamException(e.toString(), e);
        }
    }

    private DescribedRegister register(XMLStreamReader xml) throws DescriptionException {
        if (registers.size() == MAX_REGISTERS) {
            throw new DescriptionException("target description with more than " + MAX_REGISTERS + " registers");
        }
        String name = attribute(xml, "name");
        @Nullable String explicit = xml.getAttributeValue(null, "regnum");
        int number = explicit == null ? nextNumber : number(name, "regnum", explicit, MAX_NUMBER);
        nextNumber = number + 1;
        return new DescribedRegister(
                name,
                number,
                number(name, "bitsize", attribute(xml, "bitsize"), MAX_BITS),
                Optional.ofNullable(xml.getAttributeValue(null, "type")),
                Optional.ofNullable(xml.getAttributeValue(null, "group")),
                feature);
    }

    private static String text(XMLStreamReader xml) throws XMLStreamException, DescriptionException {
        StringBuilder text = new StringBuilder();
        while (next(xml) != XMLStreamConstants.END_ELEMENT) {
            if (xml.isCharacters()) {
                text.append(xml.getText());
            } else if (xml.getEventType() != XMLStreamConstants.COMMENT) {
                throw new DescriptionException("<architecture> in a target description holds more than text");
            }
        }
        return text.toString().strip();
    }

    private static String attribute(XMLStreamReader xml, String name) throws DescriptionException {
        @Nullable String value = xml.getAttributeValue(null, name);
        if (value == null) {
            throw new DescriptionException(
                    "<" + xml.getLocalName() + "> in a target description without '" + name + "'");
        }
        return value;
    }

    private static int number(String register, String what, String text, int most) throws DescriptionException {
        try {
            int value = text.startsWith("0x") ? Integer.parseInt(text.substring(2), 16) : Integer.parseInt(text);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new DescriptionException("register '" + register + "' has " + what + " '" + text + "', no number", e);
        }
        throw new DescriptionException(
                "register '" + register + "' has " + what + " " + text + ", expected 0.." + most);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }
}
