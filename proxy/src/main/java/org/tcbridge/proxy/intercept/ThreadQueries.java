package org.tcbridge.proxy.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.DebugThread;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.ThreadText;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.ThreadListXml;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.ReadThreads;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.ThreadDetail;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.reply.ThreadListReply;
import org.tcbridge.rsp.reply.TransferReply;

/** Everything a client asks about threads but their registers. */
final class ThreadQueries implements Interceptor {
    /** Ids in one reply to {@code qfThreadInfo}; keeps it well below the smallest packet size. */
    private static final int PAGE = 16;

    private final Debuggee debuggee;
    private final Selected selected;
    private List<ThreadId> unlisted = List.of();
    private byte[] document = {};

    ThreadQueries(Debuggee debuggee, Selected selected) {
        this.debuggee = debuggee;
        this.selected = selected;
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        if (type == ReadThreads.class) {
            return debuggee.ownsThreads() || debuggee.offersThreadList();
        }
        return debuggee.ownsThreads()
                && (type == FirstThreads.class
                        || type == MoreThreads.class
                        || type == ThreadExtraInfo.class
                        || type == ThreadDetail.class
                        || type == CurrentThread.class
                        || type == ThreadAlive.class);
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        return switch (command) {
            case ReadThreads read -> page(read);
            case FirstThreads ignored -> {
                unlisted = debuggee.threads().stream().map(debuggee::id).toList();
                yield more();
            }
            case MoreThreads ignored -> more();
            case ThreadExtraInfo info ->
                debuggee.find(info.thread())
                        .map(t -> RawReply.of(Hex.ofText(extra(t))))
                        .orElseGet(() -> noThread(info.thread()));
            // the server knows nothing of tasks, and its own threads are not to be seen
            case ThreadDetail ignored -> RawReply.EMPTY;
            case CurrentThread ignored ->
                RawReply.of("QC" + debuggee.id(selected.registers()).wire());
            case ThreadAlive alive ->
                debuggee.find(alive.thread()).isPresent() ? RawReply.OK : noThread(alive.thread());
            default -> next.proceed(command);
        };
    }

    private String extra(DebugThread thread) {
        String text = debuggee.text(thread);
        return ThreadText.name(thread).map(name -> name + ": " + text).orElse(text);
    }

    private static RawReply noThread(ThreadId id) {
        return RawReply.error("no thread " + id);
    }

    private RawReply more() {
        List<ThreadId> part = unlisted.subList(0, Math.min(PAGE, unlisted.size()));
        unlisted = unlisted.subList(part.size(), unlisted.size());
        return RawReply.of(new ThreadListReply(part).wire());
    }

    private RawReply page(ReadThreads read) throws LinkException {
        if (read.offset() == 0) {
            document = ThreadListXml.write(entries());
        }
        return RawReply.of(
                TransferReply.page(document, read.offset(), read.length()).wire());
    }

    private List<ThreadListXml.Entry> entries() throws LinkException {
        List<ThreadListXml.Entry> entries = new ArrayList<>();
        debuggee.bindProgram();
        if (!debuggee.ownsThreads()) {
            debuggee.cpus().learn();
            for (ThreadId id : debuggee.cpus().ids()) {
                String text = debuggee.cpus().text(id);
                entries.add(new ThreadListXml.Entry(id, Optional.empty(), OptionalInt.empty(), text));
            }
            if (!entries.isEmpty()) {
                return entries;
            }
            debuggee.nameless();
        }
        for (DebugThread thread : debuggee.threads()) {
            entries.add(new ThreadListXml.Entry(
                    debuggee.id(thread), ThreadText.name(thread), ThreadText.core(thread), debuggee.text(thread)));
        }
        return entries;
    }
}
