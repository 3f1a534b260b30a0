package org.tcbridge.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command prints: remembers why that failed, which writers and print streams forget. */
final class StandardOutput extends OutputStream {
    /** What a shell calls the end of a program that writes to a pipe without a reader: 128 and the number of SIGPIPE. */
    static final int BROKEN_PIPE = 141;

    private final OutputStream out;
    private @Nullable IOException failure;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Why something has not been written; empty when all was. */
    Optional<String> failure() {
        return Optional.ofNullable(failure).map(e -> String.valueOf(e.getMessage()));
    }

    /** True when it is a pipe whose reader has gone; Java tells that by the system's words alone: EPIPE's. */
    boolean readerIsGone() {
        return failure()
                .filter(text -> text.toLowerCase(Locale.ROOT).contains("pipe"))
                .isPresent();
    }
}
