package org.tcbridge.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Section;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.reply.MemoryReply;

/** Asks a GDB server for all that a {@link TargetImage} holds. */
final class Capture {
    private static final Pattern INCLUDE = Pattern.compile("<xi:include href=\"([^\"]+)\"");
    private static final int CHUNK = 0x200;

    /** Registers above this number are not asked for; the targets at hand have fewer. */
    private static final int MAX_REGISTER = 0x7f;

    private final GdbClient client;

    Capture(GdbClient client) {
        this.client = client;
    }

    /**
     * Runs the target to an address and reads it out.
     *
     * @param file file name of the program
     * @param digest its SHA-256
     * @param elf the program, whose writable sections are read
     * @param at where to stop
     * @param extra further ranges of memory to read, length by address
     */
    TargetImage take(String file, String digest, ElfFile elf, long at, Map<Long, Integer> extra) throws IOException {
        client.ask(new QuerySupported(List.of()));
        client.ask(new StartNoAckMode());
        Breakpoint breakpoint = new Breakpoint(BreakpointType.SOFTWARE, at, 2, "");
        need(new InsertBreakpoint(breakpoint), "OK");
        client.ask(new Resume(new Motion.Continue(OptionalInt.empty()), OptionalLong.empty()));
        need(new RemoveBreakpoint(breakpoint), "OK");
        SortedMap<Long, byte[]> memory = new TreeMap<>(Long::compareUnsigned);
        for (Map.Entry<Long, Integer> range : ranges(elf, extra).entrySet()) {
            memory.put(range.getKey(), read(range.getKey(), range.getValue()));
        }
        // QEMU answers p only to clients that have read the description
        Map<String, String> descriptions = descriptions();
        String g = client.ask(new ReadRegisters());
        return new TargetImage(file, digest, g, registers(), descriptions, memory);
    }

    /** Writable sections, those that touch joined: one range for .data and .bss with the bytes between. */
    private static SortedMap<Long, Integer> ranges(ElfFile elf, Map<Long, Integer> extra) {
        SortedMap<Long, Integer> ranges = new TreeMap<>(Long::compareUnsigned);
        List<Section> writable = elf.sections().stream()
                .filter(Section::writable)
                .sorted(Comparator.comparing(Section::address, Long::compareUnsigned))
                .toList();
        long start = 0;
        long end = 0;
        for (Section section : writable) {
            if (ranges.isEmpty() || section.address() - end > CHUNK) {
                start = section.address();
            }
            end = section.address() + section.size();
            ranges.put(start, Math.toIntExact(end - start));
        }
        ranges.putAll(extra);
        return ranges;
    }

    private byte[] read(long address, int length) throws IOException {
        StringBuilder hex = new StringBuilder();
        for (int at = 0; at < length; at += CHUNK) {
            Command command = new ReadMemory(address + at, Math.min(CHUNK, length - at));
            String reply = client.ask(command);
            MemoryReply bytes = MemoryReply.parse(reply)
                    .filter(r -> !reply.startsWith("E"))
                    .orElseThrow(() -> unexpected(command, reply, "memory"));
            hex.append(bytes.hex());
        }
        return Hex.parseBytes(hex.toString());
    }

    private SortedMap<Integer, String> registers() throws IOException {
        SortedMap<Integer, String> registers = new TreeMap<>();
        for (int number = 0; number <= MAX_REGISTER; number++) {
            String reply = client.ask(new ReadRegister(number));
            // a register has whole words; E and two digits is an error
            if (Hex.isBytes(reply) && reply.length() >= 8) {
                registers.put(number, reply);
            }
        }
        return registers;
    }

    private Map<String, String> descriptions() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> wanted = new ArrayDeque<>(List.of("target.xml"));
        while (!wanted.isEmpty()) {
            String annex = wanted.remove();
            String document = client.document((offset, length) -> new ReadFeatures(annex, offset, length))
                    .orElseThrow(() -> new IOException("the server has no document '" + annex + "'"));
            found.put(annex, document);
            Matcher includes = INCLUDE.matcher(document);
            while (includes.find()) {
                wanted.add(includes.group(1));
            }
        }
        return found;
    }

    private void need(Command command, String expected) throws IOException {
        String reply = client.ask(command);
        if (!reply.equals(expected)) {
            throw unexpected(command, reply, expected);
        }
    }

    private static IOException unexpected(Command command, String reply, String expected) {
        return new IOException("server's reply '%s' to '%s': expected %s".formatted(reply, command.wire(), expected));
    }
}
