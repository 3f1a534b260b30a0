package org.tcbridge.proxy.monitor;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.cache.MemoryCache;
import org.tcbridge.proxy.chain.ClientConsole;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Monitor;

/**
 * {@code monitor tcbridge COMMAND}: answered with lines for gdb's console and OK (GDB manual, "General Query Packets",
 * {@code qRcmd}), never with an error, which gdb shows without its text. All other monitor commands are the server's.
 */
public final class MonitorCommands implements Interceptor {
    /** How servers call it: {@code reset halt}, {@code system_reset}, {@code restart}. */
    private static final Pattern RESET = Pattern.compile("(?i)reset|restart");

    private static final String WORD = "tcbridge";

    private final Debuggee debuggee;
    private final ClientConsole console;
    private final List<Row> rows;

    /** What a command does. */
    private interface Action {
        List<String> run(String argument) throws LinkException;
    }

    /**
     * A command.
     *
     * @param argument what stands for its one argument in the help; empty when it takes none
     */
    private record Row(String name, String argument, String purpose, Action action) {
        String usage() {
            return "monitor " + WORD + " " + name + (argument.isEmpty() ? "" : " " + argument);
        }
    }

    /** The commands of one session. */
    public MonitorCommands(
            ProxyConfig config,
            Debuggee debuggee,
            TargetLink link,
            MemoryCache cache,
            Supplier<String> conditions,
            ClientConsole console) {
        this.debuggee = debuggee;
        this.console = console;
        StatusReport status = new StatusReport(config, debuggee, link, cache, conditions);
        ThreadsReport threads = new ThreadsReport(debuggee);
        FrameReport frames = new FrameReport(debuggee);
        rows = List.of(
                new Row("help", "", "this text", _ -> help()),
                new Row("status", "", "the server, what is shown, and what was wrong with it", _ -> status.lines()),
                new Row("threads", "", "tasks with their states, priorities and stacks", _ -> threads.lines()),
                new Row("layout", "", "what was learnt of the kernel, and where", _ -> LayoutReport.lines(debuggee)),
                new Row("frames", "N", "where the registers of parked thread N are saved", frames::lines),
                new Row(
                        "log",
                        "LEVEL",
                        "says more or less on tcbridge's console",
                        l -> LogCommand.run(config.log(), l)),
                new Row("refresh", "", "forgets what was learnt and learns it anew", _ -> {
                    cache.refresh();
                    return RefreshCommand.run(debuggee);
                }));
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return type == Monitor.class;
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        String[] words = command instanceof Monitor(String text) ? text.strip().split("\\s+") : new String[] {""};
        if (!words[0].equals(WORD)) {
            try {
                return next.proceed(command);
            } finally {
                if (command instanceof Monitor(String text)
                        && RESET.matcher(text).find()) {
                    debuggee.wasReset();
                }
                debuggee.changed();
            }
        }
        List<String> arguments = List.of(words).subList(1, words.length);
        run(arguments).forEach(console::print);
        return RawReply.OK;
    }

    private List<String> run(List<String> words) throws LinkException {
        if (words.isEmpty()) {
            return help();
        }
        for (Row row : rows) {
            if (row.name.equals(words.getFirst())) {
                boolean right = words.size() == (row.argument.isEmpty() ? 1 : 2);
                return right
                        ? row.action.run(words.getLast())
                        : List.of("'" + String.join(" ", words) + "': expected " + row.usage());
            }
        }
        String known = rows.stream().map(Row::name).collect(Collectors.joining(", "));
        return List.of("unknown command '" + words.getFirst() + "': expected one of " + known);
    }

    private List<String> help() {
        TextTable table = new TextTable();
        rows.forEach(row -> table.row(row.usage(), row.purpose));
        return table.lines();
    }
}
