package org.tcbridge.proxy.cache;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client that reads the same few places again and again, as gdb does, and changes everything that can be changed. */
final class RandomClient {
    private final Random random;
    private final List<String> recent = new ArrayList<>();
    private final boolean threads;

    RandomClient(Random random) {
        this.random = random;
        threads = random.nextInt(4) == 0;
    }

    String next() {
        int draw = random.nextInt(100);
        if (draw < 5) {
            return "g";
        }
        if (draw < 66) {
            return read();
        }
        if (draw < 78) {
            return "%s%d,%x,%d"
                    .formatted(
                            random.nextBoolean() ? "Z" : "z",
                            random.nextInt(10) == 0 ? 1 : 0,
                            SimulatedTarget.TEXT + 0x40 + 2L * random.nextInt(random.nextInt(8) == 0 ? 0x1e0 : 6),
                            2 + random.nextInt(2));
        }
        if (draw < 90) {
            return pick("s", "c", "vCont;s", "vCont;c", "?");
        }
        if (draw < 94) {
            return write();
        }
        return pick(
                "qRcmd,6c",
                "qRcmd,62",
                "qRcmd,67",
                "qRcmd,72",
                "vFlashErase:1000,100",
                "vFlashWrite:1000:ab",
                "vRun;",
                "vFile:pwrite:5,0,ab",
                threads ? "P0=00" : "g",
                threads ? "Hg" + (1 + random.nextInt(2)) : "qC");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** As gdb does: the same few places over and over. */
    private String read() {
        if (recent.size() > 4 && random.nextInt(3) > 0) {
            return recent.get(recent.size() - 1 - random.nextInt(Math.min(recent.size(), 12)));
        }
        String read = "m%x,%x".formatted(place(), length());
        recent.add(read);
        return read;
    }

    private int length() {
        return switch (random.nextInt(8)) {
            case 0 -> 1 + random.nextInt(300);
            case 1 -> 64;
            default -> 1 + random.nextInt(8);
        };
    }

    private long place() {
        return switch (random.nextInt(12)) {
            case 0 -> SimulatedTarget.ROM + random.nextInt(0x1000);
            case 1 -> SimulatedTarget.CONSTANTS - 8 + random.nextInt(0x100);
            case 2 -> SimulatedTarget.SETTINGS + random.nextInt(0x100);
            case 3, 4 -> SimulatedTarget.RAM + random.nextInt(0x400);
            case 5 -> SimulatedTarget.RAM_CODE + random.nextInt(0x80);
            case 6 -> SimulatedTarget.OTHER_RAM + random.nextInt(0x100);
            case 7 ->
                random.nextInt(3) > 0 ? SimulatedTarget.DEVICE + random.nextInt(0x30) : SimulatedTarget.RAM - 0x20;
            case 8 -> SimulatedTarget.OVERLAY + random.nextInt(0x30);
            default -> SimulatedTarget.TEXT + 0x30 + random.nextInt(random.nextInt(4) == 0 ? 0x3d0 : 0x40);
        };
    }

    private String write() {
        long at = random.nextInt(6) == 0 ? SimulatedTarget.DEVICE : place();
        String bytes = HexFormat.of().toHexDigits((byte) random.nextInt());
        return "M%x,1:%s".formatted(at, bytes);
    }

    /** A server may give less than it was asked for; what it gives must be right. */
    static @Nullable String difference(String expected, String got) {
        if (expected.startsWith("E") || expected.startsWith("T") || got.startsWith("E") || expected.equals("OK")) {
            return expected.equals(got) ? null : expected;
        }
        int common = Math.min(expected.length(), got.length());
        return common >= Math.min(expected.length(), 1) && expected.regionMatches(0, got, 0, common) ? null : expected;
    }
}
