package org.tcbridge.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.StringJoiner;

/** An image to load: random bytes as a binary file, and as Motorola S-records (S3 with 32-bit addresses), which gdb loads. */
final class SRecords {
    /** Where the PSRAM of the MPS2 boards begins (Arm DAI 0386, memory map). */
    private static final int ADDRESS = 0x21000000;

    private static final int BYTES_A_RECORD = 32;
    private static final int SEED = 1;

    private SRecords() {}

    /** Writes {@code blob.bin} and {@code blob.srec}. */
    static void blob(Path folder, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        Files.write(folder.resolve("blob.bin"), bytes);
        Files.writeString(folder.resolve("blob.srec"), text(bytes));
    }

    /** The records of bytes from {@link #ADDRESS} on, and an end record with that as the start address. */
    static String text(byte[] bytes) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        for (int at = 0; at < bytes.length; at += BYTES_A_RECORD) {
            lines.add(record(
                    3, ADDRESS + at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + BYTES_A_RECORD))));
        }
        return lines.add(record(7, ADDRESS, new byte[0])).toString();
    }

    /** Count, address, data, and the one's complement of their sum. */
    private static String record(int type, int address, byte[] data) {
        int count = 4 + data.length + 1;
        StringBuilder text = new StringBuilder("S%d%02X%08X".formatted(type, count, address));
        int sum = count;
        for (int shift = 0; shift < 32; shift += 8) {
            sum += address >> shift & 0xff;
        }
        for (byte octet : data) {
            text.append("%02X".formatted(octet));
            sum += octet & 0xff;
        }
        return text.append("%02X".formatted(~sum & 0xff)).toString();
    }
}
