package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Opaque;

/** A server's map of the target's memory (GDB manual, "Memory Map Format"). */
final class MemoryMap {
    private static final Pattern RAM = Pattern.compile(
            "<memory\\s+type=[\"']ram[\"']\\s+start=[\"']0x([0-9a-fA-F]+)[\"']\\s+length=[\"']0x([0-9a-fA-F]+)[\"']");

    private MemoryMap() {}

    /** The RAM that it names; none when the server has no map. */
    static List<Range> ram(Visit visit) throws IOException {
        if (!visit.features().has("qXfer:memory-map:read")) {
            return List.of();
        }
        Optional<String> map = visit.client()
                .document((offset, length) ->
                        new Opaque("qXfer:memory-map:read::" + Hex.number(offset) + "," + Hex.number(length)));
        return RAM.matcher(map.orElse(""))
                .results()
                .map(m -> new Range(Hex.parseNumber(m.group(1)), Hex.parseNumber(m.group(2))))
                .toList();
    }
}
