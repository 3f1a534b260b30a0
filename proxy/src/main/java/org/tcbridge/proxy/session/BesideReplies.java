package org.tcbridge.proxy.session;

import java.util.regex.Pattern;
import org.tcbridge.rsp.frame.Packet;

/** What a server sends beside the reply to what it was asked last, told by its first letters. */
final class BesideReplies {
    /** What a target that stops, ends or refuses to run answers (GDB manual, "Stop RawReply Packets"). */
    private static final Pattern STOP =
            Pattern.compile("(T[0-9a-fA-F]{2}(?!:).*|S[0-9a-fA-F]{2}|[WX].*|N|vStopped.*)", Pattern.DOTALL);

    private BesideReplies() {}

    /** Console output and file requests consume no question; both only come while the target runs or a monitor command does. */
    static boolean outOfBand(Question question, Packet packet) {
        if (packet.length() == 0) {
            return false;
        }
        return switch (packet.byteAt(0)) {
            case 'O' -> !packet.is("OK");
            case 'F' -> question.resumes();
            default -> false;
        };
    }

    /** True for a stop reply. */
    static boolean isStop(Packet packet) {
        return packet.length() > 0
                && "TSWXN".indexOf(packet.byteAt(0)) >= 0
                && STOP.matcher(packet.payload()).matches();
    }
}
