package org.tcbridge.cli.snapshot;

import java.util.Optional;
import java.util.regex.Pattern;
import org.tcbridge.cli.snapshot.StoppedTarget.Core;
import org.tcbridge.cli.snapshot.StoppedTarget.Region;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.TargetDescription;

/** What must hold of a snapshot's parts so that it can be served, whoever has written the file. */
final class Soundness {
    /** Bytes in hexadecimal; {@code xx} is one that the server did not know. */
    private static final Pattern REGISTERS = Pattern.compile("(?:[0-9a-fA-F]{2}|xx)+");

    private Soundness() {}

    /**
     * Checks a snapshot that was read.
     *
     * @throws SnapshotException for the first thing that does not hold
     */
    static void check(StoppedTarget target) throws SnapshotException {
        if (target.cores().isEmpty()) {
            throw new SnapshotException("its manifest has no core: expected one");
        }
        for (Core core : target.cores()) {
            check(core);
        }
        for (Region region : target.memory()) {
            Range all = new Range(region.address(), region.bytes().length);
            for (Range hole : region.unreadable()) {
                boolean inside = hole.length() > 0
                        && hole.length() <= all.length()
                        && all.contains(hole.start())
                        && all.contains(hole.end() - 1);
                if (!inside) {
                    throw new SnapshotException("unreadable: %s: expected a part of %s".formatted(hole, all));
                }
            }
        }
        if (!target.descriptions().isEmpty()) {
            try {
                TargetDescription.parse(
                        annex -> Optional.ofNullable(target.descriptions().get(annex)));
            } catch (DescriptionException e) {
                throw new SnapshotException("target description: " + e.getMessage());
            }
        }
    }

    private static void check(Core core) throws SnapshotException {
        if (!core.thread().isSpecific()) {
            throw new SnapshotException(
                    "thread '" + core.thread().wire() + "': expected one thread, neither any nor all");
        }
        if (!REGISTERS.matcher(core.general()).matches()) {
            throw new SnapshotException("g: expected registers in hexadecimal");
        }
        for (var other : core.others().entrySet()) {
            if (!REGISTERS.matcher(other.getValue()).matches()) {
                throw new SnapshotException("p" + other.getKey() + ": expected a register in hexadecimal");
            }
        }
    }
}
