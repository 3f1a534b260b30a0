package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.command.Opaque;

/**
 * A server's map of the target's memory (GDB manual, "Memory Map Format").
 *
 * @param text the document; empty when the server has none
 */
record MemoryMap(Optional<String> text) {
    private static final Pattern RAM = Pattern.compile(
            "<memory\\s+type=[\"']ram[\"']\\s+start=[\"']0x([0-9a-fA-F]+)[\"']\\s+length=[\"']0x([0-9a-fA-F]+)[\"']");

    static MemoryMap read(Visit visit) throws IOException {
        return new MemoryMap(
                visit.features().has("qXfer:memory-map:read")
                        ? visit.client()
                                .document((offset, length) -> new Opaque(
                                        "qXfer:memory-map:read::" + Hex.number(offset) + "," + Hex.number(length)))
                        : Optional.empty());
    }

    /** The RAM that it names. */
    List<Range> ram() {
        return RAM.matcher(text.orElse(""))
                .results()
                .map(m -> new Range(Hex.parseNumber(m.group(1)), Hex.parseNumber(m.group(2))))
                .toList();
    }
}
