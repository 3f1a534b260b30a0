package org.tcbridge.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.elf.ElfFile;
import org.tcbridge.elf.Place;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.rsp.ThreadId;

/** Shows what gdb would show of a server. */
public final class Demo {
    private final ElfFile elf;
    private final PrintWriter out;

    /**
     * A demonstration.
     *
     * @param elf the program that the servers' target runs
     * @param out where it is printed
     */
    public Demo(ElfFile elf, PrintWriter out) {
        this.elf = elf;
        this.out = out;
    }

    /**
     * Connects and prints the thread table, then the registers of one thread.
     *
     * @param server where it listens
     * @param inspected name of the thread whose registers are shown; none when the server has no such thread
     */
    public void show(InetSocketAddress server, String inspected) throws IOException {
        DataModel model = new DataModel(elf.order(), elf.pointerBytes());
        try (GdbSession session = GdbSession.connect(server, elf, model)) {
            List<GdbThread> threads = session.threads();
            out.println("(gdb) info threads");
            TextTable table = new TextTable().row("  Id ", "Target Id", "Frame");
            for (GdbThread thread : threads) {
                String mark = session.current().equals(Optional.of(thread.id())) ? "* " : "  ";
                table.row(mark + thread.id().thread(), thread.toString(), frame(session, thread.id()));
            }
            table.lines().forEach(out::println);
            for (GdbThread thread : threads) {
                if (thread.name().equals(Optional.of(inspected))) {
                    registers(session, thread);
                }
            }
        }
    }

    private String frame(GdbSession session, ThreadId thread) throws IOException {
        for (GdbRegister register : session.registers(thread)) {
            if (register.name().equals("pc") && register.value().isPresent()) {
                long pc = register.value().getAsLong();
                String place = elf.locate(pc).map(Place::toString).orElse("??");
                return ("0x%0" + 2 * register.bytes() + "x in %s").formatted(pc, place);
            }
        }
        return "??";
    }

    private void registers(GdbSession session, GdbThread thread) throws IOException {
        out.println();
        out.println("(gdb) thread " + thread.id().thread());
        out.println(
                "[Switching to thread %1$d (Thread %1$d)]".formatted(thread.id().thread()));
        out.println("#0  " + frame(session, thread.id()));
        out.println("(gdb) info registers");
        for (GdbRegister register : session.registers(thread.id())) {
            String raw = register.value().isPresent() ? hex(register.value().getAsLong()) : "<unavailable>";
            out.println("%-15s%-19s%s"
                    .formatted(register.name(), raw, natural(register))
                    .stripTrailing());
        }
    }

    /** A value as its type has it, behind the raw one. */
    private String natural(GdbRegister register) {
        if (register.value().isEmpty()) {
            return "<unavailable>";
        }
        long value = register.value().getAsLong();
        return switch (register.type()) {
            case "code_ptr" ->
                hex(value) + elf.locate(value).map(place -> " <" + place + ">").orElse("");
            case "data_ptr" -> hex(value);
            default -> String.valueOf(register.bytes() == Integer.BYTES ? (int) value : value);
        };
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
