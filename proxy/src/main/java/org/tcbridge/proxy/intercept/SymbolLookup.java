package org.tcbridge.proxy.intercept;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.tcbridge.core.rtos.Rtos;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.chain.Interceptor;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.RawReply;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.Detach;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.SymbolOffer;
import org.tcbridge.rsp.command.SymbolValue;
import org.tcbridge.rsp.reply.SymbolRequest;

/**
 * gdb's offer to look up symbols: first our questions are answered, then the server's (GDB manual, "General Query Packets",
 * {@code qSymbol}). gdb may offer again at any time, when a file is loaded: then all is asked anew. The last reply is always
 * OK, since gdb never offers again after an empty one.
 */
final class SymbolLookup implements Interceptor {
    /** gdb connects with a program's symbols in hand, if it has one: it offers them before any of these. */
    private static final Set<Class<? extends Command>> LATER = Set.of(ResumeActions.class, Resume.class, Detach.class);

    private final ProxyConfig config;
    private final Debuggee debuggee;
    private final Deque<Rtos> candidates = new ArrayDeque<>();
    private final Deque<String> questions = new ArrayDeque<>();
    private final Map<String, Long> answers = new HashMap<>();
    private volatile boolean awaited;
    private Phase phase = Phase.SERVER;

    /** Whose questions are being answered. */
    private enum Phase {
        /** Ours: what an RTOS cannot be without. */
        REQUIRED,
        /** Ours: what helps. */
        OPTIONAL,
        /** The server's. */
        SERVER
    }

    SymbolLookup(ProxyConfig config, Debuggee debuggee) {
        this.config = config;
        this.debuggee = debuggee;
        awaited = config.program().isEmpty();
    }

    @Override
    public boolean claims(Class<? extends Command> type) {
        return debuggee.view() != Debuggee.View.OUT
                && (type == SymbolOffer.class || type == SymbolValue.class || (awaited && LATER.contains(type)));
    }

    @Override
    public RawReply intercept(Command command, Next next) throws LinkException {
        boolean late = awaited && LATER.contains(command.getClass());
        awaited = false;
        if (late) {
            debuggee.noTasks(
                    "gdb has offered no symbols: load the program's file into gdb, or name it with --elf, or its symbols with --symbols");
            return next.proceed(command);
        }
        if (command instanceof SymbolValue value && phase != Phase.SERVER) {
            value.address().ifPresent(a -> answers.put(value.name(), a));
            return ask(next);
        }
        if (command instanceof SymbolOffer && config.program().isEmpty()) {
            begin();
            return ask(next);
        }
        return server(command, next);
    }

    private void begin() {
        answers.clear();
        candidates.clear();
        candidates.addAll(config.rtoses());
        nextCandidate();
    }

    private void nextCandidate() {
        phase = Phase.REQUIRED;
        questions.clear();
        if (!candidates.isEmpty()) {
            candidates.getFirst().requiredSymbols().forEach(questions::addAll);
        }
    }

    /** The next of our questions; after the last one, what follows from the answers. */
    private RawReply ask(Next next) throws LinkException {
        while (questions.isEmpty()) {
            if (candidates.isEmpty()) {
                debuggee.noTasks(missing());
                return server(new SymbolOffer(), next);
            }
            Rtos rtos = candidates.getFirst();
            Symbols symbols = new Answers(Map.copyOf(answers));
            if (phase == Phase.OPTIONAL) {
                debuggee.bind(rtos, symbols);
                return server(new SymbolOffer(), next);
            }
            if (rtos.isIn(symbols)) {
                phase = Phase.OPTIONAL;
                Set<String> helpful = new LinkedHashSet<>(rtos.optionalSymbols());
                helpful.addAll(config.stackings().symbols(rtos.id()));
                config.architectures().forEach(a -> helpful.addAll(a.startUpSymbols()));
                rtos.requiredSymbols().forEach(helpful::removeAll);
                questions.addAll(helpful);
            } else {
                candidates.removeFirst();
                nextCandidate();
            }
        }
        return RawReply.of(new SymbolRequest(questions.removeFirst()).wire());
    }

    private String missing() {
        String looked = config.rtoses().stream()
                .map(rtos -> rtos.title()
                        + rtos.requiredSymbols().stream()
                                .map(any -> any.iterator().next())
                                .collect(Collectors.joining(", ", " (", ")")))
                .collect(Collectors.joining(" or "));
        return "the program that gdb has lacks the symbols of " + looked
                + ": load its file into gdb, or name it with --elf, or its symbols with --symbols";
    }

    private RawReply server(Command command, Next next) throws LinkException {
        phase = Phase.SERVER;
        RawReply reply = next.proceed(command);
        return SymbolRequest.parse(reply.text()).isPresent() ? reply : RawReply.OK;
    }

    /** What gdb answered. It does not tell sizes. */
    private record Answers(Map<String, Long> addresses) implements Symbols {
        @Override
        public OptionalLong address(String name) {
            return Optional.ofNullable(addresses.get(name))
                    .map(OptionalLong::of)
                    .orElse(OptionalLong.empty());
        }

        @Override
        public OptionalLong size(String name) {
            return OptionalLong.empty();
        }
    }
}
