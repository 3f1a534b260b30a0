package org.tcbridge.proxy.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tcbridge.core.rtos.Snapshot;
import org.tcbridge.core.stacking.Selection;
import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.TextTable;
import org.tcbridge.proxy.cache.MemoryCache;
import org.tcbridge.proxy.target.Features;
import org.tcbridge.proxy.target.LinkException;
import org.tcbridge.proxy.target.TargetLink;
import org.tcbridge.proxy.threads.Debuggee;
import org.tcbridge.proxy.threads.TaskModel;
import org.tcbridge.rsp.command.AskResumeActions;

/** {@code status}: the server, what gdb is shown, and what is wrong with it. */
final class StatusReport {
    private static final String VCONT = "vCont;";

    private final ProxyConfig config;
    private final Debuggee debuggee;
    private final TargetLink link;
    private final MemoryCache cache;
    private final Supplier<String> conditions;

    StatusReport(
            ProxyConfig config, Debuggee debuggee, TargetLink link, MemoryCache cache, Supplier<String> conditions) {
        this.config = config;
        this.debuggee = debuggee;
        this.link = link;
        this.cache = cache;
        this.conditions = conditions;
    }

    List<String> lines() throws LinkException {
        TextTable table = new TextTable();
        table.row("server", config.server());
        addFeatures(table, debuggee.features());
        String actions = link.ask(new AskResumeActions().wire()).text();
        table.row(
                "vCont actions",
                actions.startsWith(VCONT) ? actions.substring(VCONT.length()).replace(";", " ") : "none");
        Optional<TaskModel> model = debuggee.tasks();
        if (model.isPresent()) {
            table.row("rtos", debuggee.status());
            addTasks(table, model.get());
        } else {
            table.row("threads", "the server's own: " + debuggee.status());
        }
        table.row("conditions", conditions.get());
        table.row("memory reads", debuggee.memory().traffic() + " since gdb connected");
        table.row("read times", debuggee.memory().speed());
        table.row("cache", cache.text());
        return table.lines();
    }

    private static void addFeatures(TextTable table, Features features) {
        if (!features.known()) {
            table.row("features", "not known: gdb's qSupported was not looked at");
            return;
        }
        table.row("packet size", features.packetSize() + " bytes" + ofPackets(features));
        table.row("no-ack mode", offered(features, "QStartNoAckMode"));
        table.row("multiprocess", offered(features, "multiprocess"));
    }

    private static String ofPackets(Features features) {
        if (!features.saysPacketSize()) {
            return ", assumed";
        }
        int offered = features.offered();
        return offered > features.packetSize()
                ? "; gdb's may have " + offered + ", which the server gets in parts"
                : "";
    }

    private static String offered(Features features, String name) {
        return features.has(name) ? "offered" : "not offered";
    }

    private static void addTasks(TextTable table, TaskModel model) {
        switch (model.snapshot()) {
            case Snapshot.NoTasks(String reason) -> table.row("threads", "no tasks: " + reason);
            case Snapshot.Tasks tasks -> {
                table.row("threads", tasks.tasks().size() + " tasks");
                addStacking(table, model.stacking());
                tasks.problems().forEach(problem -> table.row("problem", problem));
                if (tasks.problems().isEmpty()) {
                    table.row("problems", "none");
                }
            }
        }
    }

    /** The model in use, and below it how each one fared. */
    private static void addStacking(TextTable table, Selection stacking) {
        switch (stacking) {
            case Selection.Chosen(var chosen, String votes) -> {
                table.row("saved registers", chosen.model().header().id());
                for (String vote : votes.split("; ", -1)) {
                    table.row("", vote);
                }
            }
            case Selection.None(String reason) -> table.row("saved registers", "not known: " + reason);
        }
    }
}
