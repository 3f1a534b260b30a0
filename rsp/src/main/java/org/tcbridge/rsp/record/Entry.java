package org.tcbridge.rsp.record;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.trace.PacketText;

/**
 * One packet of a recorded session.
 *
 * @param line its line in the file, from 1
 * @param micros when it came or went, in microseconds since the record's start
 * @param session which of the record's sessions, from 1
 * @param hop between whom
 * @param start {@code $} for a packet, {@code %} for a notification, 0x03 for an interrupt
 * @param body what stands on the wire between {@code $} and {@code #}, one char a byte
 */
public record Entry(int line, long micros, int session, Hop hop, char start, String body) {
    static final char PACKET = '$';
    static final char NOTIFICATION = '%';
    static final char INTERRUPT = 3;

    /** The packet as it is on the wire, with a checksum of its own; the caller's to release. */
    public Frame frame() {
        return switch (start) {
            case PACKET -> new Packet(Unpooled.wrappedBuffer(wire()));
            case NOTIFICATION -> new Notification(Unpooled.wrappedBuffer(wire()));
            default -> Interrupt.INTERRUPT;
        };
    }

    private byte[] wire() {
        int sum = body.chars().sum() & 0xff;
        return "%c%s#%02x".formatted(start, body, sum).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** True for what is sent unasked. */
    public boolean isNotification() {
        return start == NOTIFICATION;
    }

    /** True for 0x03. */
    public boolean isInterrupt() {
        return start == INTERRUPT;
    }

    /** What it says, escapes and runs undone; without meaning for an interrupt. */
    public String text() {
        return start == PACKET && hop.isCommand()
                ? ((Packet) frame()).command()
                : start == PACKET ? ((Packet) frame()).payload() : body;
    }

    /** A line for people: {@code 12.345678 gdb -> m20000000,4  (read 4 bytes at 0x20000000)}. */
    public String readable() {
        String side = hop.atGdb() ? "gdb" : "server";
        String arrow = hop == Hop.FROM_GDB || hop == Hop.FROM_SERVER ? "->" : "<-";
        String said = hop.isCommand() ? PacketText.fromClient(frame()) : PacketText.fromServer(frame());
        return String.format(Locale.ROOT, "%11.6f %s %s %s", micros / 1e6, side, arrow, said);
    }
}
