package org.tcbridge.cli.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;

/**
 * An ELF core file of a 32-bit Arm program as gdb reads it without an operating system: a note NT_PRSTATUS a thread, in the
 * layout of Linux, and the memory.
 *
 * <p>Sources: System V ABI, "Object Files" (headers, notes); elf/common.h of binutils 2.40 (NT_PRSTATUS); bfd/elf32-arm.c,
 * elf32_arm_nabi_grok_prstatus (148 bytes: signal at 12, thread at 24, registers at 72); gdb 13 arm-linux-tdep.c,
 * arm_linux_supply_gregset (r0 to r15, the program status, and the r0 of a system call).
 */
public final class ArmCore {
    /** The registers of the note, by what Arm's architectures call them; the last one is the program status by either name. */
    static final List<String> REGISTERS = List.of(
            "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc", "psr");

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
    private static final int NT_PRSTATUS = 1;
    private static final int SIGTRAP = 5;
    private static final String OWNER = "CORE";

    /**
     * A thread.
     *
     * @param number gdb's
     * @param values by the names of {@link #REGISTERS}; one that is missing is 0
     */
    public record SavedThread(int number, Map<String, Integer> values) {
        /** Copies the values. */
        public SavedThread {
            values = Map.copyOf(values);
        }
    }

    private final ByteOrder order;
    private final List<SavedThread> threads;
    private final List<Region> memory;

    /**
     * A core file.
     *
     * @param threads the one that gdb selects first
     * @param memory regions that do not overlap
     */
    public ArmCore(ByteOrder order, List<SavedThread> threads, List<Region> memory) {
        this.order = order;
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
            byte[] owner = (OWNER + "\0\0\0\0").getBytes(StandardCharsets.US_ASCII);
            out.writeBytes(buffer(12)
                    .putInt(OWNER.length() + 1)
                    .putInt(PRSTATUS)
                    .putInt(NT_PRSTATUS)
                    .array());
            out.writeBytes(owner);
            out.writeBytes(status(thread));
        }
        return out.toByteArray();
    }

    private byte[] status(SavedThread thread) {
        byte[] bytes = new byte[PRSTATUS];
        ByteBuffer status = ByteBuffer.wrap(bytes).order(order);
        status.putShort(SIGNAL, (short) SIGTRAP).putInt(THREAD, thread.number()).position(FIRST_REGISTER);
        REGISTERS.forEach(name -> status.putInt(thread.values().getOrDefault(name, 0)));
        return bytes;
    }
}
