package org.tcbridge.proxy.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SelectThread.Purpose;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.reply.ThreadListReply;

/**
 * The server's own threads: the CPU's cores, for a server that knows no RTOS. A server may name none at all. Keeps track of
 * the one that is selected at the server, which is never sent any other id.
 */
public final class ServerThreads {
    /** More threads than this are no cores. */
    private static final int MOST = 4096;

    private final TargetLink link;
    private List<ThreadId> ids = List.of();
    private Optional<ThreadId> selected = Optional.empty();
    private boolean onlyCurrent;

    /** The threads of the server behind {@code link}. */
    public ServerThreads(TargetLink link) {
        this.link = link;
    }

    /**
     * Asks the server for its list.
     *
     * @throws LinkException when the server is gone
     */
    public void learn() throws LinkException {
        List<ThreadId> found = new ArrayList<>();
        Optional<ThreadListReply> part =
                ThreadListReply.parse(link.ask(new FirstThreads().wire()).text());
        while (part.isPresent() && !part.get().threads().isEmpty() && found.size() < MOST) {
            found.addAll(part.get().threads());
            part = ThreadListReply.parse(link.ask(new MoreThreads().wire()).text());
        }
        ids = found.stream().filter(ThreadId::isSpecific).distinct().toList();
    }

    /**
     * True when the server knows an RTOS: it names tasks then; one that knows none names cores, or nothing.
     *
     * @throws LinkException when the server is gone
     */
    public boolean lookLikeTasks() throws LinkException {
        if (ids.size() < 2) {
            return false;
        }
        for (ThreadId id : ids) {
            String text = text(id);
            if (!text.isEmpty() && !text.matches("(?i).*(cpu|core|cortex|hart).*")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The threads are no CPUs but tasks that the server knows itself: from now on its current one, whichever that is at a stop,
     * stands for the one CPU.
     *
     * @throws LinkException when the server is gone
     */
    public void areTasks() throws LinkException {
        String current = link.ask(new CurrentThread().wire()).text();
        onlyCurrent = true;
        ids = List.of(ids.stream()
                .filter(id -> current.equals("QC" + id.wire()))
                .findFirst()
                .orElse(ids.getFirst()));
    }

    /** The ids, in the server's order; empty when it names none. */
    public List<ThreadId> ids() {
        return ids;
    }

    /** The number of CPUs to show: at least one. */
    public int count() {
        return Math.max(1, ids.size());
    }

    /** The id of a CPU; empty when the server names none. */
    public Optional<ThreadId> id(int cpu) {
        return cpu < ids.size() ? Optional.of(ids.get(cpu)) : Optional.empty();
    }

    /** True when a CPU has that id. */
    public boolean has(ThreadId thread) {
        return ids.stream().anyMatch(id -> id.thread() == thread.thread());
    }

    /** The CPU that a stop of the server's means by its thread: 0 when that is not in the list. */
    public int cpu(Optional<ThreadId> thread) {
        if (onlyCurrent && thread.isPresent()) {
            ids = List.of(thread.get());
        }
        for (int i = 0; i < ids.size(); i++) {
            if (thread.isPresent() && ids.get(i).thread() == thread.get().thread()) {
                return i;
            }
        }
        return 0;
    }

    /** The process id the server speaks of; empty without the multiprocess syntax. */
    public OptionalLong process() {
        return ids.isEmpty() ? OptionalLong.empty() : ids.getFirst().process();
    }

    /** The server's text about a thread; empty when it has none. QEMU answers only for ids that exist. */
    public String text(ThreadId thread) throws LinkException {
        String hex = link.ask(new ThreadExtraInfo(thread).wire()).text();
        try {
            return Hex.parseText(hex);
        } catch (IllegalArgumentException notHex) {
            return "";
        }
    }

    /** Notes that the server has this one selected now: after a stop it is the one that stopped. */
    public void nowSelected(Optional<ThreadId> thread) {
        selected = thread;
    }

    /**
     * Has the server select a CPU for registers and memory, unless it has. Even a server with one thread may have another idea:
     * hw_server answers no read after the {@code Hc-1} that gdb begins with.
     */
    public void select(int cpu) throws LinkException {
        if (!ids.isEmpty() && !selected.equals(id(cpu))) {
            link.ask(new SelectThread(Purpose.REGISTERS, ids.get(cpu)).wire());
            selected = id(cpu);
        }
    }
}
