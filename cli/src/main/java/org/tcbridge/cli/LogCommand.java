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
import java.util.stream.Collectors;
import org.tcbridge.rsp.record.Entry;
import org.tcbridge.rsp.record.RecordFile;
import org.tcbridge.rsp.trace.PacketKind;
import picocli.CommandLine.ParameterException;

/** Prints a record. */
final class LogCommand extends Command {
    private final Option<Path> file;
    private final Option<List<String>> kinds;
    private final Option<String> side;
    private final Option<Integer> session;
    private final Option<Double> from;
    private final Option<Double> to;

    LogCommand() {
        super("log", "Prints a file of `tcbridge proxy --record`: a line a packet, with its time in seconds.");
        file = options.parameter("FILE", Path.class, "The record.");
        kinds = options.severalWithCommas(
                "--kind",
                "KIND",
                String.class,
                "memory, registers, threads, run, breakpoints, symbols, monitor, other: only such commands and"
                        + " their replies; several with commas. Default: all");
        side = options.option("--side", "gdb|server", String.class, "Only what passed there. Default: both");
        session = options.option("--session", "N", Integer.class, "Only this session, from 1. Default: all");
        from = options.option("--from", "SECONDS", Double.class, "Only from then on.");
        to = options.option("--to", "SECONDS", Double.class, "Only until then.");
        examples("  tcbridge log session.rec", "  tcbridge log session.rec --kind run,breakpoints --from 12.5 --to 14");
    }

    @Override
    public Integer call() {
        Set<PacketKind> wanted = kinds.value().isEmpty()
                ? Set.of(PacketKind.values())
                : kinds.value().stream().map(this::kind).collect(Collectors.toSet());
        side.given().ifPresent(name -> ReplayCommand.atGdb(options, name));
        double begin = from.given().orElse(0.0);
        double end = to.given().orElse(Double.MAX_VALUE);
        if (!(begin <= end)) { // one may be no number
            throw new ParameterException(
                    spec.commandLine(),
                    "--from %s --to %s: expected a time that is not after the other".formatted(begin, end));
        }
        try {
            RecordFile record = RecordFile.read(file.value());
            mustHold(record, begin);
            PrintWriter out = spec.commandLine().getOut();
            Map<String, PacketKind> last = new HashMap<>();
            for (Entry entry : record.entries()) {
                String hop = entry.session() + (entry.hop().atGdb() ? " gdb" : " server");
                if (entry.hop().isCommand() && !entry.isNotification()) {
                    last.put(hop, entry.isInterrupt() ? PacketKind.RUN : PacketKind.of(entry.text()));
                }
                double seconds = entry.micros() / 1e6;
                if (wanted.contains(last.getOrDefault(hop, PacketKind.OTHER))
                        && side.given()
                                .map(name -> name.equals("gdb") == entry.hop().atGdb())
                                .orElse(true)
                        && session.given()
                                .map(number -> number == entry.session())
                                .orElse(true)
                        && seconds >= begin
                        && seconds <= end) {
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
    private void mustHold(RecordFile record, double begin) {
        session.given().ifPresent(number -> ReplayCommand.mustHold(spec, file.value(), record, number));
        long end = record.entries().isEmpty() ? 0 : record.entries().getLast().micros();
        if (begin > end / 1e6) {
            throw new ParameterException(
                    spec.commandLine(), "--from %s: %s is %s".formatted(begin, file.value(), record.title()));
        }
    }

    private PacketKind kind(String text) {
        return Arrays.stream(PacketKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> options.invalid(
                        "--kind",
                        text,
                        Arrays.stream(PacketKind.values())
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ", "one of ", ""))));
    }
}
