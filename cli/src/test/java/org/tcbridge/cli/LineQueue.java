package org.tcbridge.cli;

import java.io.Writer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Output as lines, each there as soon as it was flushed. */
final class LineQueue extends Writer {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder pending = new StringBuilder();

    BlockingQueue<String> lines() {
        return lines;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        pending.append(text, offset, length);
    }

    @Override
    public void flush() {
        for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
            lines.add(pending.substring(0, end));
            pending.delete(0, end + 1);
        }
    }

    @Override
    public void close() {
        flush();
    }
}
