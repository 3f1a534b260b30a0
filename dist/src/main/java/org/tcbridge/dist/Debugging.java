package org.tcbridge.dist;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.cli.demo.DemoProgram;
import org.tcbridge.cli.demo.GdbRegister;
import org.tcbridge.cli.demo.GdbSession;
import org.tcbridge.cli.demo.GdbThread;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.frame.Packet;

/** What gdb sends while somebody steps through a program, over and over (as gdb 13 has it, remote.c and infrun.c). */
final class Debugging {
    /** So often that the JVM takes what is called in each of them for worth compiling. */
    private static final int TURNS = 500;

    /** Reads of a few bytes of code for each stop: gdb looks for function prologues and breakpoints. */
    private static final int CODE_READS = 12;

    /** So many stops pass before somebody looks at all tasks. */
    private static final int STOPS_A_LIST = 5;

    private static final String FEATURES = "qSupported:swbreak+;hwbreak+;vContSupported+;xmlRegisters=arm";

    private final InetSocketAddress proxy;
    private final DemoProgram program;

    Debugging(InetSocketAddress proxy, DemoProgram program) {
        this.proxy = proxy;
        this.program = program;
    }

    /** Two sessions: one looks at everything, the other one steps and reads. */
    void run() throws IOException {
        ThreadId current;
        long pc = 0;
        long sp = 0;
        List<GdbThread> threads;
        DataModel model = new DataModel(program.elf().order(), program.elf().pointerBytes());
        try (GdbSession session = GdbSession.connect(proxy, program.elf(), model)) {
            current = session.current().orElseThrow(() -> new IOException("the demo's target names no thread"));
            threads = session.threads();
            for (GdbThread thread : threads) {
                session.registers(thread.id());
            }
            for (GdbRegister register : session.registers(current)) {
                switch (register.name()) {
                    case "pc" -> pc = register.value().orElseThrow();
                    case "sp" -> sp = register.value().orElseThrow();
                    default -> {}
                }
            }
        }
        // the proxy lets a client wait until it has seen the end of the one before
        try (GdbClient gdb = new GdbClient(proxy)) {
            ask(gdb, FEATURES);
            ask(gdb, "?");
            for (int turn = 0; turn < TURNS; turn++) {
                if (turn == TURNS / 2) {
                    gdb.ask(new StartNoAckMode());
                }
                turn(gdb, turn, current, pc, sp);
                if (turn % STOPS_A_LIST == 0) {
                    ask(gdb, "qXfer:threads:read::0,ffb");
                    for (GdbThread thread : threads) {
                        ask(gdb, "Hg" + thread.id());
                        ask(gdb, "g");
                    }
                }
            }
        }
    }

    /** A stop at a breakpoint whose condition fails, and on. */
    private static void turn(GdbClient gdb, int turn, ThreadId current, long pc, long sp) throws IOException {
        String breakpoint = "0,%x,2".formatted(pc);
        String stop = ask(gdb, "vCont;s:%s;c".formatted(current));
        if (!stop.startsWith("T05")) {
            throw new IOException("a step ended with '%s', expected a stop reply".formatted(stop));
        }
        ask(gdb, "g");
        ask(gdb, "z" + breakpoint);
        for (int i = 0; i < CODE_READS; i++) {
            ask(gdb, "m%x,%x".formatted(pc - i % 3 * 2L, i % 2 == 0 ? 4 : 2));
        }
        ask(gdb, "m%x,40".formatted(sp & -0x40));
        ask(gdb, "M%x,4:%08x".formatted(sp - 0x40, turn));
        ask(gdb, "m%x,400".formatted(sp & -0x400));
        ask(gdb, "Z" + breakpoint);
    }

    private static String ask(GdbClient gdb, String command) throws IOException {
        return GdbClient.payload(gdb.ask(Packet.of(command)));
    }
}
