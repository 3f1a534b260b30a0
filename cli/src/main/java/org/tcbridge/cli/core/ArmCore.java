package org.tcbridge.cli.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;

/**
 * An ELF core file of a 32-bit Arm program as gdb reads it without an operating system: for each thread a note NT_PRSTATUS in
 * the layout of Linux, one NT_ARM_VFP when its floating-point registers are known, a note NT_GDB_TDESC that says what registers
 * there are, and the memory.
 *
 * <p>Sources: System V ABI, "Object Files" (headers, notes); elf/common.h of binutils 2.40 (types of notes and their owners);
 * bfd/elf32-arm.c, elf32_arm_nabi_grok_prstatus (148 bytes: signal at 12, thread at 24, registers at 72); gdb 13
 * arm-none-tdep.c (r0 to r15, the program status, and a word that is not read; d0 to d31 and the status word), which looks for
 * floating-point registers only when the description has them; gdb manual, "Standard Target Features", "ARM Features".
 */
public final class ArmCore {
    /** The registers of the first note, by what Arm's architectures call them; the last one is the program status by either name. */
    static final List<String> REGISTERS = List.of(
            "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc", "psr");

    /** The registers of the second note that are 8 bytes, as many as the description has. */
    private static final int MAX_DOUBLES = 32;

    /** The one behind them. */
    static final String FLOATING_STATUS = "fpscr";

    private static final int FILE_HEADER = 52;
    private static final int PROGRAM_HEADER = 32;
    private static final int PRSTATUS = 148;
    private static final int SIGNAL = 12;
    private static final int THREAD = 24;
    private static final int FIRST_REGISTER = 72;

    private static final int ET_CORE = 4;
    private static final int EM_ARM = 40;
    private static final int EF_ARM_EABI_VER5 = 0x0500_0000;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;
    private static final int READ_WRITE_EXECUTE = 7;
    private static final int READ = 4;
    private static final int SIGTRAP = 5;

    /** A kind of note: its number means something with its owner only. */
    private enum Note {
        PRSTATUS("CORE", 1),
        ARM_VFP("LINUX", 0x400),
        GDB_TDESC("GDB", 0xff00_0000);

        private final String owner;
        private final int type;

        Note(String owner, int type) {
            this.owner = owner;
            this.type = type;
        }
    }

    /**
     * What registers there are.
     *
     * @param mProfile whether the program status is {@code xpsr}
     * @param doubles registers of 8 bytes: 0, 16 or 32
     */
    public record Registers(boolean mProfile, int doubles) {
        /** The names of those of 8 bytes. */
        List<String> doubleNames() {
            return IntStream.range(0, doubles).mapToObj(i -> "d" + i).toList();
        }
    }

    /**
     * A thread.
     *
     * @param number gdb's
     * @param values by the names of {@link #REGISTERS}, {@code d0} and up, and {@link #FLOATING_STATUS}; one that is missing is 0,
     *     but without any of the floating-point ones gdb says that they are not available
     */
    public record SavedThread(int number, Map<String, Long> values) {
        /** Copies the values. */
        public SavedThread {
            values = Map.copyOf(values);
        }
    }

    private final ByteOrder order;
    private final Registers registers;
    private final List<SavedThread> threads;
    private final List<Region> memory;

    /**
     * A core file.
     *
     * @param threads the one that gdb selects first
     * @param memory regions that do not overlap
     */
    public ArmCore(ByteOrder order, Registers registers, List<SavedThread> threads, List<Region> memory) {
        this.order = order;
        this.registers = registers;
        this.threads = List.copyOf(threads);
        this.memory = List.copyOf(memory);
    }

    /** The file. */
    public byte[] bytes() {
        List<byte[]> contents = new ArrayList<>();
        byte[] notes = notes();
        contents.add(notes);
        memory.forEach(region -> contents.add(region.bytes()));
        int offset = FILE_HEADER + PROGRAM_HEADER * contents.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(fileHeader(contents.size()));
        out.writeBytes(programHeader(PT_NOTE, offset, 0, notes.length, READ));
        offset += notes.length;
        for (Region region : memory) {
            int size = region.bytes().length;
            out.writeBytes(programHeader(PT_LOAD, offset, (int) region.address(), size, READ_WRITE_EXECUTE));
            offset += size;
        }
        contents.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(order);
    }

    private byte[] fileHeader(int segments) {
        byte data = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
        return buffer(FILE_HEADER)
                .put(new byte[] {0x7f, 'E', 'L', 'F', 1, data, 1, 0})
                .position(16)
                .putShort((short) ET_CORE)
                .putShort((short) EM_ARM)
                .putInt(1)
                .putInt(0)
                .putInt(FILE_HEADER)
                .putInt(0)
                .putInt(EF_ARM_EABI_VER5)
                .putShort((short) FILE_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) segments)
                .array();
    }

    private byte[] programHeader(int type, int offset, int address, int size, int flags) {
        return buffer(PROGRAM_HEADER)
                .putInt(type)
                .putInt(offset)
                .putInt(address)
                .putInt(address)
                .putInt(size)
                .putInt(type == PT_NOTE ? 0 : size)
                .putInt(flags)
                .putInt(1)
                .array();
    }

    private byte[] notes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (SavedThread thread : threads) {
            note(out, Note.PRSTATUS, status(thread));
            boolean known = thread.values().containsKey(FLOATING_STATUS)
                    || registers.doubleNames().stream().anyMatch(thread.values()::containsKey);
            if (known) {
                note(out, Note.ARM_VFP, floating(thread));
            }
        }
        note(out, Note.GDB_TDESC, (description() + "\0").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** Owner and content are filled up to words. */
    private void note(ByteArrayOutputStream out, Note note, byte[] content) {
        int owner = note.owner.length() + 1;
        out.writeBytes(buffer(12 + words(owner) + words(content.length))
                .putInt(owner)
                .putInt(content.length)
                .putInt(note.type)
                .put(note.owner.getBytes(StandardCharsets.US_ASCII))
                .put(12 + words(owner), content)
                .array());
    }

    private static int words(int bytes) {
        return (bytes + 3) & -4;
    }

    private byte[] status(SavedThread thread) {
        byte[] bytes = new byte[PRSTATUS];
        ByteBuffer status = ByteBuffer.wrap(bytes).order(order);
        status.putShort(SIGNAL, (short) SIGTRAP).putInt(THREAD, thread.number()).position(FIRST_REGISTER);
        REGISTERS.forEach(name -> status.putInt((int) value(thread, name)));
        return bytes;
    }

    private byte[] floating(SavedThread thread) {
        byte[] bytes = new byte[MAX_DOUBLES * Double.BYTES + Integer.BYTES];
        ByteBuffer floating = ByteBuffer.wrap(bytes).order(order);
        registers.doubleNames().forEach(name -> floating.putLong(value(thread, name)));
        floating.putInt(MAX_DOUBLES * Double.BYTES, (int) value(thread, FLOATING_STATUS));
        return bytes;
    }

    private static long value(SavedThread thread, String name) {
        return thread.values().getOrDefault(name, 0L);
    }

    private String description() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\">"
                + "<target version=\"1.0\"><architecture>arm</architecture>");
        xml.append("<feature name=\"org.gnu.gdb.arm.%s\">".formatted(registers.mProfile ? "m-profile" : "core"));
        for (String name : REGISTERS) {
            String type = switch (name) {
                case "sp" -> "data_ptr";
                case "pc" -> "code_ptr";
                default -> "int";
            };
            String own = name.equals("psr") ? registers.mProfile ? "xpsr" : "cpsr" : name;
            // gdb's number of the program status, behind those of the FPA that nobody has any more
            String number = name.equals("psr") ? " regnum=\"25\"" : "";
            xml.append("<reg name=\"%s\" bitsize=\"32\" type=\"%s\"%s/>".formatted(own, type, number));
        }
        xml.append("</feature>");
        if (registers.doubles > 0) {
            xml.append("<feature name=\"org.gnu.gdb.arm.vfp\">");
            registers
                    .doubleNames()
                    .forEach(name ->
                            xml.append("<reg name=\"%s\" bitsize=\"64\" type=\"ieee_double\"/>".formatted(name)));
            xml.append("<reg name=\"fpscr\" bitsize=\"32\" type=\"int\" group=\"float\"/></feature>");
        }
        return xml.append("</target>").toString();
    }
}
