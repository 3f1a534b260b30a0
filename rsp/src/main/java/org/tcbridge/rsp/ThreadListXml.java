package org.tcbridge.rsp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes the thread list as gdb reads it in XML. Source: GDB manual, node "Thread List Format". */
public final class ThreadListXml {

    /**
     * One thread.
     *
     * @param id the thread
     * @param name its name, shown in quotes by gdb; empty when it has none
     * @param core the processor core that it was last on, where that is known
     * @param text more for the user, perhaps empty
     */
    public record Entry(ThreadId id, Optional<String> name, OptionalInt core, String text) {}

    private ThreadListXml() {}

    /** The document in UTF-8, with the threads in their order. Characters that XML cannot hold become {@code ?}. */
    public static byte[] write(List<Entry> entries) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
        for (Entry entry : entries) {
            xml.append("<thread id=\"").append(entry.id.wire()).append('"');
            entry.core.ifPresent(core -> xml.append(" core=\"").append(core).append('"'));
            entry.name.ifPresent(name -> escape(name, xml.append(" name=\"")).append('"'));
            escape(entry.text, xml.append('>')).append("</thread>\n");
        }
        return xml.append("</threads>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder escape(String text, StringBuilder xml) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&apos;");
                default -> xml.appendCodePoint(isXmlCharacter(c) ? c : '?');
            }
        }
        return xml;
    }

    /** Source: XML 1.0, production Char, without the control characters that would break a line of gdb's output. */
    private static boolean isXmlCharacter(int c) {
        return (c >= ' ' && c < 0xd800 && c != 0x7f) || (c >= 0xe000 && c < 0xfffe) || c >= 0x10000;
    }
}
