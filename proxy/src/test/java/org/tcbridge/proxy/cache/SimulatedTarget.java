package org.tcbridge.proxy.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tcbridge.core.symbol.ProgramSection;

/**
 * A target and its GDB server for {@link CachePropertyTest}: memory that changes when real memory may, and nothing else. Two
 * of the same seed that are told the same answer the same, however often their memory is read, but for device registers.
 */
final class SimulatedTarget {
    /** What of a breakpoint is to be seen in memory. */
    enum Shown {
        /** Nothing. */
        NEVER,
        /** It is there as soon as it is inserted, and gone as soon as it is removed. */
        AT_ONCE,
        /** The same, but it must be removed as often as it was inserted. */
        COUNTED,
        /** It comes and goes when the target is let run. */
        WHEN_RUN
    }

    static final long ROM = 0x0;
    static final long TEXT = 0x1000;
    static final long CONSTANTS = 0x1400;
    static final long SETTINGS = 0x1500;
    static final long RAM = 0x2000_0000L;
    static final long RAM_CODE = 0x2000_0400L;
    static final long OVERLAY = 0x2000_0600L;
    static final long OTHER_RAM = 0x3000_0000L;
    /** Right behind the RAM of the map, and right before it. */
    static final long DEVICE = RAM + 0x800;

    private static final long OTHER_DEVICE = RAM - 0x40;

    static final int TEXT_SIZE = 0x400;
    static final int RAM_CODE_SIZE = 0x80;
    static final int DEVICE_SIZE = 0x40;

    /** Bytes of RAM that cannot be read. */
    private static final long HOLE = RAM + 0x1a0;

    private static final int HOLE_SIZE = 0x10;

    /** Code that differs from the file. */
    private static final long PATCHED = TEXT + 0x200;

    private static final int PATCHED_SIZE = 0x40;

    /** Where no breakpoint can be put. */
    private static final long NO_BREAKPOINTS = TEXT + 0x300;

    private static final HexFormat HEX = HexFormat.of();

    private final long seed;
    private final Shown shown;
    private final int longest;
    private final boolean cutsShort;
    private final boolean forgetful;
    private final int copied;
    private final TreeMap<Long, byte[]> memory = new TreeMap<>();
    private final byte[][] banks = new byte[2][0x300];
    private final Map<String, Integer> inserted = new LinkedHashMap<>();
    private final Map<String, byte[]> planted = new LinkedHashMap<>();
    private final byte[] text;
    private final byte[] ramCode;
    private int bank;
    private int changes;
    private int programmed;
    private int resumes;
    private int deviceReads;
    private boolean running;

    SimulatedTarget(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        shown = Shown.values()[random.nextInt(Shown.values().length)];
        longest = random.nextInt(3) == 0 ? 100 : 4096;
        cutsShort = random.nextInt(4) == 0;
        forgetful = random.nextBoolean();
        copied = random.nextInt(12);
        text = bytes(random, TEXT_SIZE);
        ramCode = bytes(random, RAM_CODE_SIZE);
        memory.put(ROM, bytes(random, 0x1000));
        memory.put(TEXT, text.clone());
        memory.put(CONSTANTS, bytes(random, 0x100));
        memory.put(SETTINGS, bytes(random, 0xb00));
        memory.put(RAM, bytes(random, 0x400));
        memory.put(RAM_CODE, ramCode.clone());
        memory.put(RAM_CODE + RAM_CODE_SIZE, bytes(random, 0x380));
        memory.put(OTHER_RAM, bytes(random, 0x100));
        memory.put(DEVICE, new byte[DEVICE_SIZE]);
        memory.put(OTHER_DEVICE, new byte[DEVICE_SIZE]);
        unlike(PATCHED, PATCHED_SIZE, random);
        unlike(RAM_CODE, RAM_CODE_SIZE, random);
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Makes each byte another one than the file's. */
    private void unlike(long address, int count, Random random) {
        for (int i = 0; i < count; i++) {
            byte file = address == RAM_CODE ? ramCode[i] : text[(int) (address - TEXT) + i];
            poke(address + i, (byte) (file ^ (1 + random.nextInt(255))));
        }
    }

    /** The program's file. */
    List<ProgramSection> sections() {
        return List.of(
                new ProgramSection(TEXT, TEXT_SIZE, false, true, ByteBuffer.wrap(text)),
                new ProgramSection(CONSTANTS, 0x100, false, false, ByteBuffer.allocate(0)),
                new ProgramSection(RAM, 0x300, true, false, ByteBuffer.allocate(0)),
                new ProgramSection(RAM_CODE, RAM_CODE_SIZE, false, true, ByteBuffer.wrap(ramCode)),
                new ProgramSection(OVERLAY, 0x40, false, true, ByteBuffer.wrap(Arrays.copyOf(text, 0x40))),
                new ProgramSection(OVERLAY, 0x40, false, true, ByteBuffer.wrap(Arrays.copyOf(ramCode, 0x40))));
    }

    /** Its memory map. */
    static String map() {
        return """
                <?xml version="1.0"?>
                <!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map V1.0//EN" "http://sourceware.org/gdb/gdb-memory-map.dtd">
                <memory-map>
                <memory type="rom" start="0x0" length="0x1000"/>
                <memory type="flash" start="0x1000" length="0x1000"><property name="blocksize">0x100</property></memory>
                <memory type="ram" start="0x20000000" length="0x800"/>
                </memory-map>
                """;
    }

    /** What the server replies. */
    String answer(String command) {
        String[] part = command.isEmpty() ? new String[0] : command.substring(1).split("[,:;]", -1);
        return switch (command.isEmpty() ? ' ' : command.charAt(0)) {
            case 'm' -> read(number(part[0]), (int) number(part[1]));
            case 'M' -> write(number(part[0]), HEX.parseHex(part[2]));
            case 'X' ->
                write(
                        number(part[0]),
                        command.substring(command.indexOf(':') + 1).getBytes(StandardCharsets.ISO_8859_1));
            case 'Z', 'z' -> breakpoint(command.charAt(0) == 'Z', command.substring(1));
            case 's', 'c' -> resume();
            case '?' -> {
                if (forgetful) {
                    unplant();
                }
                yield stop();
            }
            case 'g' -> "%08x%08x".formatted(changes, bank);
            case 'P' -> {
                bank = 1 - bank;
                yield "OK";
            }
            case 'H' -> {
                bank = (int) number(command.substring(2)) - 1;
                yield "OK";
            }
            case 'v' -> special(command);
            case 'q' -> command.startsWith("qRcmd,") ? monitor(HEX.parseHex(command.substring(6))[0]) : "";
            default -> "";
        };
    }

    /** Time passes; a target that runs behind everybody's back changes its memory. */
    void tick() {
        if (running) {
            programRuns();
        }
    }

    private String special(String command) {
        if (command.startsWith("vCont;")) {
            return resume();
        }
        if (command.startsWith("vRun")) {
            unplant();
            running = false;
            program();
            programRuns();
            return stop();
        }
        // flash, files: code changes
        program();
        return "OK";
    }

    /** Other code, or the file's again. */
    private void program() {
        if (programmed++ % 3 == 0) {
            change(TEXT, TEXT_SIZE);
        } else {
            memory.put(TEXT, text.clone());
            planted.clear();
            inserted.clear();
        }
        change(ROM, 0x1000);
    }

    private String monitor(byte what) {
        switch (what) {
            case 'l' -> program();
            case 'b' -> unplant();
            case 'g' -> running = true;
            case 'r' -> programRuns();
            default -> {}
        }
        return "OK";
    }

    private String resume() {
        running = false;
        if (shown == Shown.WHEN_RUN) {
            List<String> stale = new ArrayList<>(planted.keySet());
            stale.removeAll(inserted.keySet());
            stale.forEach(this::restore);
            inserted.keySet().forEach(this::plant);
        }
        programRuns();
        if (resumes++ == copied) {
            for (int i = 0; i < RAM_CODE_SIZE; i++) {
                poke(RAM_CODE + i, ramCode[i]);
            }
        }
        return stop();
    }

    private String stop() {
        return "T05thread:" + (bank + 1) + ";";
    }

    /** What the program may do to its memory: all but change its code. */
    private void programRuns() {
        change(RAM, 0x400);
        change(RAM_CODE + RAM_CODE_SIZE, 0x380);
        change(OTHER_RAM, 0x100);
        change(CONSTANTS, 0x100);
        change(SETTINGS, 0xb00);
        byte[] loaded = changes % 2 == 0 ? text : ramCode;
        for (int i = 0; i < 0x40; i++) {
            poke(OVERLAY + i, loaded[i]);
        }
        Random random = new Random(seed + ++changes);
        random.nextBytes(banks[0]);
        random.nextBytes(banks[1]);
    }

    /** A third of the bytes become others. */
    private void change(long address, int count) {
        Random random = new Random(seed * 31 + ++changes);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(3) == 0) {
                poke(address + i, (byte) random.nextInt());
            }
        }
    }

    private String read(long address, int length) {
        if (length > longest) {
            return "E16";
        }
        int count = cutsShort && length > 70 ? 70 : length;
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            long at = address + i;
            Integer octet = peek(at);
            if (octet == null) {
                return "E14";
            }
            bytes[i] = (byte) (int) octet;
        }
        return HEX.formatHex(bytes);
    }

    private @Nullable Integer peek(long at) {
        if (at - HOLE >= 0 && at - HOLE < HOLE_SIZE) {
            return null;
        }
        if (isDevice(at)) {
            return deviceReads++ & 0xff;
        }
        // the second thread's CPU has other memory here
        if (bank == 1 && at - RAM >= 0 && at - RAM < 0x100) {
            return banks[1][(int) (at - RAM)] & 0xff;
        }
        Map.Entry<Long, byte[]> region = memory.floorEntry(at);
        return region == null || at - region.getKey() >= region.getValue().length
                ? null
                : region.getValue()[(int) (at - region.getKey())] & 0xff;
    }

    private static boolean isDevice(long at) {
        return Long.compareUnsigned(at - DEVICE, DEVICE_SIZE) < 0
                || Long.compareUnsigned(at - OTHER_DEVICE, DEVICE_SIZE) < 0;
    }

    private void poke(long at, byte octet) {
        Map.Entry<Long, byte[]> region = memory.floorEntry(at);
        if (region != null && at - region.getKey() < region.getValue().length) {
            region.getValue()[(int) (at - region.getKey())] = octet;
        }
    }

    private String write(long address, byte[] bytes) {
        if (isDevice(address)) {
            // a register that maps other memory to where the code is
            change(TEXT, TEXT_SIZE);
            change(RAM, 0x400);
            return "OK";
        }
        for (int i = 0; i < bytes.length; i++) {
            poke(address + i, bytes[i]);
        }
        return "OK";
    }

    private String breakpoint(boolean insert, String at) {
        long address = number(at.split(",", -1)[1]);
        if (address >= NO_BREAKPOINTS && address < CONSTANTS) {
            return "E01";
        }
        if (insert) {
            inserted.merge(at, 1, shown == Shown.COUNTED ? Integer::sum : (_, _) -> 1);
            if (shown == Shown.AT_ONCE || shown == Shown.COUNTED) {
                plant(at);
            }
        } else {
            inserted.computeIfPresent(at, (_, count) -> count > 1 ? count - 1 : null);
            if (!inserted.containsKey(at) && shown != Shown.WHEN_RUN) {
                restore(at);
            }
        }
        return "OK";
    }

    private void plant(String at) {
        if (!planted.containsKey(at)) {
            long address = number(at.split(",", -1)[1]);
            int size = at.endsWith(",3") ? 4 : 2;
            byte[] saved = new byte[size];
            for (int i = 0; i < size; i++) {
                Integer octet = peek(address + i);
                saved[i] = octet == null ? 0 : (byte) (int) octet;
                poke(address + i, (byte) 0xbe);
            }
            planted.put(at, saved);
        }
    }

    private void restore(String at) {
        byte[] saved = planted.remove(at);
        if (saved != null) {
            long address = number(at.split(",", -1)[1]);
            for (int i = 0; i < saved.length; i++) {
                poke(address + i, saved[i]);
            }
        }
    }

    private void unplant() {
        List.copyOf(planted.keySet()).forEach(this::restore);
        inserted.clear();
    }

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }

    @Override
    public String toString() {
        return "seed %d: breakpoints shown %s, reads up to %d%s"
                .formatted(seed, shown, longest, cutsShort ? ", cut short" : "");
    }
}
