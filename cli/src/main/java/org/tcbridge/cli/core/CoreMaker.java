package org.tcbridge.cli.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tcbridge.cli.inspect.RegisterValue;
import org.tcbridge.cli.inspect.Survey;
import org.tcbridge.cli.inspect.ThreadRow;
import org.tcbridge.cli.snapshot.StoppedTarget;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;

/** Makes a core file of a snapshot and the threads that were found in it. */
public final class CoreMaker {
    /** Those that gdb 13 has core files for without an operating system. */
    private static final Set<String> ARCHITECTURES = Set.of("arm", "arm-m");

    private static final String M_PROFILE = "arm-m";

    /** What target descriptions call the program status, by profile. */
    private static final Set<String> STATUS = Set.of("xpsr", "cpsr");

    private final StoppedTarget target;
    private final Survey survey;
    private final Consumer<String> log;
    /** Threads by the registers that are not known of them. */
    private final SortedMap<String, Integer> gaps = new TreeMap<>();

    /** A maker; {@code log} is told what the file does not hold. */
    public CoreMaker(StoppedTarget target, Survey survey, Consumer<String> log) {
        this.target = target;
        this.survey = survey;
        this.log = log;
    }

    /**
     * The core file.
     *
     * @throws IOException when gdb has no core files for the architecture
     */
    public byte[] core() throws IOException {
        if (!ARCHITECTURES.contains(survey.architecture())) {
            throw new IOException("gdb has core files without an operating system for 32-bit Arm only, the target is "
                    + survey.architecture() + ": `tcbridge snapshot` and `tcbridge serve` show gdb the same");
        }
        return new ArmCore(survey.data().order(), registers(), threads(), memory()).bytes();
    }

    /** gdb's commands that name the threads, as a script: a core file has no place for names that gdb would show. */
    public List<String> names() {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (ThreadRow row : known()) {
            number++;
            if (row.name().isPresent()) {
                // a name is whatever the target's memory holds: it must not become a command
                String name = row.name().get().replaceAll("[^\\x20-\\x7e]", "?");
                lines.add("thread apply " + number + " -q thread name " + name);
            }
        }
        return lines;
    }

    private List<ThreadRow> known() {
        return survey.threads().stream().filter(row -> row.problem().isEmpty()).toList();
    }

    private List<ArmCore.SavedThread> threads() {
        List<ArmCore.SavedThread> threads = new ArrayList<>();
        for (ThreadRow row : survey.threads()) {
            if (row.problem().isEmpty()) {
                threads.add(thread(row));
            } else {
                log.accept("left out: task " + row.name().orElse("") + ": " + row.problem());
            }
        }
        gaps.forEach((registers, count) ->
                log.accept("not known of %d threads, and 0 in the core file: %s".formatted(count, registers)));
        return threads;
    }

    /** What the server has of the registers that a core file can hold; it has the same of each thread. */
    private ArmCore.Registers registers() {
        Set<String> names = known().stream()
                .flatMap(row -> row.registers().stream())
                .map(CoreMaker::name)
                .collect(Collectors.toSet());
        int doubles = names.contains("d31") ? 32 : names.contains("d15") ? 16 : 0;
        return new ArmCore.Registers(survey.architecture().equals(M_PROFILE), doubles);
    }

    private static String name(RegisterValue value) {
        String name = value.register().name().toLowerCase(Locale.ROOT);
        return STATUS.contains(name) ? "psr" : name;
    }

    private ArmCore.SavedThread thread(ThreadRow row) {
        List<String> floating = new ArrayList<>(registers().doubleNames());
        floating.add(ArmCore.FLOATING_STATUS);
        Map<String, Long> values = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (RegisterValue value : row.registers()) {
            String name = name(value);
            if (ArmCore.REGISTERS.contains(name) || floating.contains(name)) {
                Optional<String> number = value.number(survey.data().order());
                number.ifPresentOrElse(
                        hex -> values.put(name, Long.parseUnsignedLong(hex.substring(2), 16)),
                        () -> unknown.add(value.register().name().toLowerCase(Locale.ROOT)));
            }
        }
        if (floating.stream().noneMatch(values::containsKey)) {
            unknown.removeAll(floating); // gdb says itself that there are none
        }
        if (!unknown.isEmpty()) {
            gaps.merge(String.join(" ", unknown), 1, Integer::sum);
        }
        return new ArmCore.SavedThread(Math.toIntExact(row.thread().number()), values);
    }

    /** What was read of the target, and of the program's file what does not lie there. */
    private List<Region> memory() {
        List<Region> all = new ArrayList<>();
        for (Region region : target.memory()) {
            for (Region part : StoppedTarget.readable(region)) {
                if (all.stream().noneMatch(other -> overlap(other, part))) {
                    all.add(part);
                }
            }
        }
        return all;
    }

    private static boolean overlap(Region a, Region b) {
        return Long.compareUnsigned(a.address() - b.address(), b.bytes().length) < 0
                || Long.compareUnsigned(b.address() - a.address(), a.bytes().length) < 0;
    }
}
