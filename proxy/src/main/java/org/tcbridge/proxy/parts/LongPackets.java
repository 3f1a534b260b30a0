package org.tcbridge.proxy.parts;

import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.frame.Packet;

/**
 * Packets between gdb and tcbridge that are longer than the server takes. {@code load} and {@code dump} wait for the reply to each packet: gdb is told that
 * packets may be as long as those of OpenOCD and J-Link, and the server gets what it would get without tcbridge, one packet after the other, each of a length
 * that it takes. Event loop.
 */
public final class LongPackets {
    /** OpenOCD's and J-Link's {@code PacketSize}, in bytes of a packet's body. */
    private static final int MOST = 0x4000;

    /** What a write needs beside what it writes: {@code $X0123456789abcdef,0000:#00}, in bytes. */
    private static final int ENVELOPE = 27;

    /** A size that gdb itself would not believe: it takes at least 20 bytes of memory in a packet to be possible. */
    private static final int LEAST = 128;

    /** What gdb (13, remote.c) leaves of a packet when it reads an object such as the target description. */
    private static final int OBJECT_FRAME = 5;

    /** No command that only asks for something is longer. */
    private static final int SHORT = 128;

    /** What the server takes, in bytes; 0 while the client is told the same. */
    private volatile int size;

    /** Nothing is cut yet. */
    public LongPackets() {}

    /**
     * Any thread: the size of packets that the client is to be told.
     *
     * @param server what the server says, in bytes of a packet's body
     * @return as much, when that is long
     */
    public int offered(int server) {
        // what is written in one of gdb's packets is to fit so many of the server's, so that those are no more than
        // without tcbridge
        int parts = server >= LEAST ? MOST / server : 0;
        size = parts > 1 ? server : 0;
        return parts > 1 ? parts * (server - ENVELOPE) : server;
    }

    /** The parts of a client's command, which stays the caller's; empty when the server takes it as it is. */
    public Optional<Parts> of(Packet command) {
        int most = size;
        if (most == 0) {
            return Optional.empty();
        }
        if (command.startsWith("m")) {
            // of memory there are two digits for a byte: gdb reads as much at a time
            return wanted(command) > most / 2 ? read(command, most / 2) : Optional.empty();
        }
        int length = command.length();
        return length > most
                ? WriteInParts.of(ByteBufUtil.getBytes(command.body()), most)
                        .or(() -> Optional.of(new Refused(length, most)))
                : Optional.empty();
    }

    private static Optional<Parts> read(Packet command, int most) {
        return Command.parse(command) instanceof ReadMemory read && read.length() <= MOST / 2
                ? Optional.of(new ReadInParts(read, most))
                : Optional.empty();
    }

    /**
     * A client's command as the server takes it. Takes over the packet.
     *
     * @return the same; what asks for more of an object than the server's packets hold asks for as much as they do
     */
    public Packet fitting(Packet command) {
        int most = size - OBJECT_FRAME;
        boolean mayAsk = size > 0 && (command.startsWith("qXfer:") || command.startsWith("x"));
        if (!mayAsk || wanted(command) <= most) {
            return command;
        }
        String text = command.command();
        if (text.startsWith("qXfer:") && !text.contains(":read:")) {
            return command;
        }
        command.release();
        return Packet.of(text.substring(0, text.lastIndexOf(',') + 1) + Integer.toHexString(most));
    }

    /** The number at the end of a command, how many bytes it asks for; 0 when there is none. Looks at the bytes in place. */
    private static long wanted(Packet command) {
        long number = 0;
        int shift = 0;
        for (int i = command.length() - 1; i > 0 && command.length() <= SHORT; i--) {
            int letter = command.byteAt(i);
            if (letter == ',') {
                return number;
            }
            int digit = Character.digit(letter, 16);
            if (digit < 0 || shift >= Integer.SIZE) {
                return 0;
            }
            number |= (long) digit << shift;
            shift += 4;
        }
        return 0;
    }
}
