package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tcbridge.rsp.record.Entry;
import org.tcbridge.rsp.record.RecordFile;
import org.tcbridge.rsp.trace.PacketKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a record. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Prints a file of `tcbridge proxy --record`: a line a packet, with its time in seconds.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge log session.rec",
            "  tcbridge log session.rec --kind run,breakpoints --from 12.5 --to 14",
        })
final class LogCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The record.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description =
                    "memory, registers, threads, run, breakpoints, symbols, monitor, other: only such commands and"
                            + " their replies; several with commas. Default: all")
    private List<String> kinds = List.of();

    @Option(names = "--side", paramLabel = "gdb|server", description = "Only what passed there. Default: both")
    private String side = "";

    @Option(names = "--session", paramLabel = "N", description = "Only this session, from 1. Default: all")
    private @Nullable Integer session;

    @Option(names = "--from", paramLabel = "SECONDS", description = "Only from then on.")
    private double from;

    @Option(names = "--to", paramLabel = "SECONDS", description = "Only until then.")
    private double to = Double.MAX_VALUE;

    @Override
    public Integer call() {
        Set<PacketKind> wanted = kinds.isEmpty()
                ? Set.of(PacketKind.values())
                : kinds.stream().map(this::kind).collect(Collectors.toSet());
        if (!side.isEmpty()) {
            ReplayCommand.atGdb(spec, side);
        }
        if (from > to) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from %s --to %s: expected a time that is not after the other".formatted(from, to));
        }
        try {
            RecordFile record = RecordFile.read(file);
            mustHold(record);
            PrintWriter out = spec.commandLine().getOut();
            Map<String, PacketKind> last = new HashMap<>();
            for (Entry entry : record.entries()) {
                String hop = entry.session() + (entry.hop().atGdb() ? " gdb" : " server");
                if (entry.hop().isCommand() && !entry.isNotification()) {
                    last.put(hop, entry.isInterrupt() ? PacketKind.RUN : PacketKind.of(entry.text()));
                }
                double seconds = entry.micros() / 1e6;
                if (wanted.contains(last.getOrDefault(hop, PacketKind.OTHER))
                        && (side.isEmpty() || entry.hop().atGdb() == side.equals("gdb"))
                        && (session == null || session == entry.session())
                        && seconds >= from
                        && seconds <= to) {
                    out.println("s" + entry.session() + " " + entry.readable());
                    if (out.checkError()) {
                        break; // whoever reads it, such as head, has seen enough
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new CommandFailure(Errors.text(e), e);
        }
        return 0;
    }

    /** What was asked for is in the record: nothing to print would look as if nothing had passed. */
    private void mustHold(RecordFile record) {
        if (session != null) {
            ReplayCommand.mustHold(spec, file, record, session);
        }
        long end = record.entries().isEmpty() ? 0 : record.entries().getLast().micros();
        if (from > end / 1e6) {
            throw new ParameterException(
                    spec.commandLine(), "--from %s: %s is %s".formatted(from, file, record.title()));
        }
    }

    private PacketKind kind(String text) {
        return Arrays.stream(PacketKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--kind': '%s': expected one of %s"
                                .formatted(
                                        text,
                                        Arrays.stream(PacketKind.values())
                                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                                .collect(Collectors.joining(", ")))));
    }
}
