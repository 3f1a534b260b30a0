package org.tcbridge.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A file of gdb's {@code tsave} from an x86-64 target (GDB manual, "Trace File Format"), without what differs from run to
 * run: the times of start and end, and all registers but those that say where the program is, since gdbserver collects all
 * of them, with leftovers of the kernel in them.
 *
 * @param header the text part, its lines in order
 * @param frames the trace frames, readable
 */
public record TraceFile(List<String> header, List<String> frames) {
    /** Where registers are in an R block: it is as long as {@code g} and ordered like it (gdb 13, i386/64bit-core.xml). */
    private static final Map<Integer, String> REGISTERS =
            new TreeMap<>(Map.of(6 * 8, "rbp", 7 * 8, "rsp", 16 * 8, "rip"));

    /** Reads a file. */
    public static TraceFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\n\n") + 2;
        List<String> header = text.substring(0, end)
                .replaceAll("(starttime|stoptime):[0-9a-f]+", "$1:#")
                .lines()
                .toList();
        int registerBytes = header.stream()
                .filter(line -> line.startsWith("R "))
                .mapToInt(line -> Integer.parseInt(line.substring(2), 16))
                .findFirst()
                .orElseThrow();
        ByteBuffer rest = ByteBuffer.wrap(bytes, end, bytes.length - end).order(ByteOrder.LITTLE_ENDIAN);
        List<String> frames = new ArrayList<>();
        for (int tracepoint = rest.getShort(); tracepoint != 0; tracepoint = rest.getShort()) {
            StringJoiner blocks = new StringJoiner(" ", "tracepoint " + tracepoint + ": ", "");
            int frameEnd = rest.getInt() + rest.position();
            while (rest.position() < frameEnd) {
                blocks.add(block(rest, registerBytes));
            }
            frames.add(blocks.toString());
        }
        return new TraceFile(header, frames);
    }

    private static String block(ByteBuffer data, int registerBytes) {
        char type = (char) data.get();
        return switch (type) {
            case 'R' -> registers(data, registerBytes);
            case 'M' -> memory(data);
            case 'V' -> "V" + data.getInt() + "=" + data.getLong();
            default -> throw new AssertionError("a block '" + type + "' at " + data.position());
        };
    }

    private static String registers(ByteBuffer data, int registerBytes) {
        StringJoiner values = new StringJoiner(" ", "R ", "");
        REGISTERS.forEach(
                (offset, name) -> values.add(name + "=" + Long.toHexString(data.getLong(data.position() + offset))));
        data.position(data.position() + registerBytes);
        return values.toString();
    }

    private static String memory(ByteBuffer data) {
        String address = Long.toHexString(data.getLong());
        byte[] bytes = new byte[Short.toUnsignedInt(data.getShort())];
        data.get(bytes);
        return "M " + address + "+" + bytes.length + "=" + HexFormat.of().formatHex(bytes);
    }
}
