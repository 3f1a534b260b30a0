package org.tcbridge.rsp.reply;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The target asks the client to do file I/O, such as {@code Fopen,...}; the client's answer is a command {@code F...}, and the
 * target runs on. Source: GDB manual, node "List of Supported Calls".
 *
 * @param call the request without its {@code F}
 */
public record FileRequest(String call) implements Reply {

    /** The calls; a reply to {@code vFile} begins with F too, but then comes a number. */
    private static final Pattern CALL = Pattern.compile(
            "F(open|close|read|write|lseek|rename|unlink|stat|fstat|gettimeofday|isatty|system),.*", Pattern.DOTALL);

    /** Reads a reply; empty when it is no file request. */
    public static Optional<FileRequest> parse(String payload) {
        return CALL.matcher(payload).matches() ? Optional.of(new FileRequest(payload.substring(1))) : Optional.empty();
    }

    @Override
    public String wire() {
        return "F" + call;
    }
}
