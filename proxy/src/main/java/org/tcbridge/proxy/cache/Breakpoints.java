package org.tcbridge.proxy.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.tcbridge.rsp.command.Breakpoint;
import org.tcbridge.rsp.command.BreakpointType;

/**
 * Which breakpoints the server holds. Some servers show an inserted breakpoint as memory, some do not; some put it there at
 * once, some when the target runs. So what memory looks like at a breakpoint is taken to depend on two things: whether it is
 * inserted now, and whether it was when the target ran last. Each starts unknown, which is a state of its own.
 */
final class Breakpoints {
    /** No breakpoint changes bytes so far before or behind its address. */
    private static final int REACH = 16;

    /** The bytes that one replaces, at most. */
    private static final int INSTRUCTION = 4;

    /** So many are remembered. */
    private static final int MOST = 1024;

    /** Whether a breakpoint is in the target. */
    enum Presence {
        UNKNOWN,
        THERE,
        GONE
    }

    /**
     * A breakpoint and its state.
     *
     * @param now whether it is inserted
     * @param whenRun whether it was when the target ran last
     */
    record Site(BreakpointType type, long address, int kind, Presence now, Presence whenRun) {
        private boolean is(Breakpoint at) {
            return type == at.type() && address == at.address() && kind == at.kind();
        }
    }

    private final TreeMap<Long, List<Site>> sites = new TreeMap<>(Long::compareUnsigned);
    private int count;

    /** The state of all breakpoints that may show in a line. */
    List<Site> around(long line) {
        if (sites.isEmpty()) {
            return List.of();
        }
        long from = Long.compareUnsigned(line, REACH) < 0 ? 0 : line - REACH;
        long behind = line + Lines.SIZE - 1;
        long to = Long.compareUnsigned(behind + REACH, behind) < 0 ? -1 : behind + REACH;
        List<Site> near = new ArrayList<>();
        sites.subMap(from, true, to, true).values().forEach(near::addAll);
        return near;
    }

    /** True when no more places can be remembered. */
    boolean full() {
        return count == MOST;
    }

    /**
     * The server has been told to insert or remove one, and has answered.
     *
     * @return true when that is what it should have come to; false when nothing is certain of what is there
     */
    boolean told(Breakpoint at, boolean insert, boolean done) {
        List<Site> here = sites.computeIfAbsent(at.address(), _ -> new ArrayList<>());
        Site before = here.stream()
                .filter(site -> site.is(at))
                .findFirst()
                .orElse(new Site(at.type(), at.address(), at.kind(), Presence.UNKNOWN, Presence.UNKNOWN));
        count += here.remove(before) ? 0 : 1;
        Presence now = !done ? Presence.UNKNOWN : insert ? Presence.THERE : Presence.GONE;
        here.add(new Site(at.type(), at.address(), at.kind(), now, before.whenRun));
        return done && now != before.now && alone(at);
    }

    /** True unless another one is at the same bytes: what those are then depends on which came and went first. */
    private boolean alone(Breakpoint at) {
        long from = Long.compareUnsigned(at.address(), INSTRUCTION) < 0 ? 0 : at.address() - INSTRUCTION + 1;
        long to = Long.compareUnsigned(at.address() + INSTRUCTION, at.address()) < 0
                ? -1
                : at.address() + INSTRUCTION - 1;
        return sites.subMap(from, true, to, true).values().stream()
                .flatMap(List::stream)
                .noneMatch(site -> !site.is(at) && (site.now != Presence.GONE || site.whenRun != Presence.GONE));
    }

    /** The addresses that one may change. */
    static long first(Breakpoint at) {
        return Long.compareUnsigned(at.address(), REACH) < 0 ? 0 : at.address() - REACH;
    }

    /** The addresses that one may change. */
    static long last(Breakpoint at) {
        long last = at.address() + REACH;
        return Long.compareUnsigned(last, at.address()) < 0 ? -1 : last;
    }

    /** The target is let run. */
    void ran() {
        sites.values()
                .forEach(here ->
                        here.replaceAll(site -> new Site(site.type, site.address, site.kind, site.now, site.now)));
    }

    /** Nothing is known any more. */
    void forget() {
        sites.clear();
        count = 0;
    }
}
