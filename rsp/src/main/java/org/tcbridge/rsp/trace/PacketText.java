package org.tcbridge.rsp.trace;

import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CommandTable;
import org.tcbridge.rsp.frame.Ack;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Notification;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.frame.RawFrame;
import org.tcbridge.rsp.frame.Stray;
import org.tcbridge.rsp.reply.ConsoleOutput;
import org.tcbridge.rsp.reply.ErrorReply;
import org.tcbridge.rsp.reply.StopReply;
import org.tcbridge.rsp.reply.SymbolRequest;

/** One line for a frame: its text as it is on the wire, cut to a sensible width, and what it means where that is not plain. */
public final class PacketText {

    /** The most characters of a frame's text that are shown. */
    public static final int WIDTH = 120;

    private PacketText() {}

    /** A line for what a client sends; the frame stays the caller's. */
    public static String fromClient(Frame frame) {
        return frame instanceof Packet packet ? fromClient(packet.command()) : other(frame);
    }

    /** A line for what a server sends; the frame stays the caller's. */
    public static String fromServer(Frame frame) {
        return frame instanceof Packet packet ? fromServer(packet.payload()) : other(frame);
    }

    /** A line for a client's command, given without escapes. */
    public static String fromClient(String text) {
        Command command = CommandTable.STANDARD.parse(text);
        String meaning = CommandMeaning.of(command);
        return meaning.isEmpty() ? printable(text) : printable(text) + "  (" + meaning + ")";
    }

    /** A line for a server's reply, given decoded. */
    public static String fromServer(String text) {
        if (text.isEmpty()) {
            return "''  (not supported)";
        }
        Optional<String> meaning = ConsoleOutput.parse(text)
                .map(output -> "console: " + quoted(output.text()))
                .or(() -> SymbolRequest.parse(text).map(request -> "asks for symbol " + quoted(request.name())))
                .or(() -> ErrorReply.parse(text).map(_ -> "error"))
                .or(() -> StopReply.parse(text).map(PacketText::stop));
        return printable(text) + meaning.map(words -> "  (" + words + ")").orElse("");
    }

    private static String stop(StopReply reply) {
        return switch (reply) {
            case StopReply.Stopped stopped ->
                "stopped by signal " + stopped.signal()
                        + stopped.thread().map(thread -> " in thread " + thread).orElse("");
            case StopReply.Exited exited -> "exited with status " + exited.status();
            case StopReply.Terminated terminated -> "terminated by signal " + terminated.signal();
            case StopReply.NoThreads _ -> "no thread is left";
        };
    }

    private static String other(Frame frame) {
        return switch (frame) {
            case Ack.RECEIVED -> "+";
            case Ack.RESEND -> "-  (send again)";
            case Interrupt _ -> "\\x03  (interrupt)";
            case Notification notification -> "%" + printable(notification.text()) + "  (notification)";
            case Stray stray -> printable(text(stray)) + "  (no packet)";
            case Packet packet -> printable(packet.command());
        };
    }

    private static String text(RawFrame frame) {
        return Latin1.text(ByteBufUtil.getBytes(frame.raw()));
    }

    static String quoted(String text) {
        return "'" + printable(text) + "'";
    }

    /** The text with {@code \xNN} for what is not printable ASCII, cut to {@link #WIDTH} with the whole length. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < WIDTH; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append("\\x%02x".formatted((int) c));
            }
            if (out.length() >= WIDTH && i + 1 < text.length()) {
                out.append("... (").append(text.length()).append(" bytes)");
            }
        }
        return out.toString();
    }
}
