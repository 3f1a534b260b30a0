package org.tcbridge.rsp.description;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What memory a target has, as its server says. Source: GDB manual, node "Memory Map Format".
 *
 * @param areas in the order of the document
 */
public record MemoryMap(List<Area> areas) {
    private static final int MAX_AREAS = 4096;

    /** A kind of memory. */
    public enum Kind {
        /** Can be written. */
        RAM,
        /** Never changes. */
        ROM,
        /** Changes only by being programmed. */
        FLASH
    }

    /**
     * Addresses of one kind.
     *
     * @param start the first one, unsigned
     * @param length bytes
     */
    public record Area(Kind kind, long start, long length) {}

    /** Copies the list. */
    public MemoryMap {
        areas = List.copyOf(areas);
    }

    /**
     * Reads the document. Memory of a kind that the format does not know is left out.
     *
     * @throws DescriptionException when it is no memory map; says why
     */
    public static MemoryMap parse(String document) throws DescriptionException {
        List<Area> areas = new ArrayList<>();
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(document.strip()));
            boolean map = false;
            while (xml.hasNext()) {
                if (next(xml) == XMLStreamConstants.START_ELEMENT) {
                    map |= xml.getLocalName().equals("memory-map");
                    if (map && xml.getLocalName().equals("memory")) {
                        add(xml, areas);
                    }
                }
            }
            if (!map) {
                throw new DescriptionException("memory map without <memory-map>");
            }
        } catch (XMLStreamException e) {
            throw new DescriptionException("memory map is not readable: " + e.getMessage(), e);
        }
        return new MemoryMap(areas);
    }

    private static void add(XMLStreamReader xml, List<Area> areas) throws DescriptionException {
        if (areas.size() == MAX_AREAS) {
            throw new DescriptionException("memory map with more than " + MAX_AREAS + " areas");
        }
        String type = attribute(xml, "type");
        long start = number(attribute(xml, "start"));
        long length = number(attribute(xml, "length"));
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(type)) {
                areas.add(new Area(kind, start, length));
            }
        }
    }

    private static String attribute(XMLStreamReader xml, String name) throws DescriptionException {
        @Nullable String value = xml.getAttributeValue(null, name);
        if (value == null) {
            throw new DescriptionException("<memory> in a memory map without '" + name + "'");
        }
        return value;
    }

    /** gdb reads these with {@code strtoul}: hexadecimal with 0x, else decimal. */
    private static long number(String text) throws DescriptionException {
        try {
            return text.startsWith("0x") || text.startsWith("0X")
                    ? Long.parseUnsignedLong(text.substring(2), 16)
                    : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new DescriptionException("memory map with '" + text + "': expected a number", e);
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

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }
}
