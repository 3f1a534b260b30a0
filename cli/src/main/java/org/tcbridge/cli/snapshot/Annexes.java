package org.tcbridge.cli.snapshot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tcbridge.cli.client.Visit;
import org.tcbridge.rsp.command.ReadFeatures;

/** The documents of a server's target description (GDB manual, "Retrieving Descriptions"). */
final class Annexes {
    /** The one that includes the others. */
    static final String TARGET = "target.xml";

    private static final Pattern INCLUDE = Pattern.compile("<xi:include href=\"([^\"]+)\"");

    private Annexes() {}

    /** All documents by name; none when the server has no description. */
    static Map<String, String> read(Visit visit) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> wanted = new ArrayDeque<>(List.of(TARGET));
        while (!wanted.isEmpty() && visit.features().has("qXfer:features:read")) {
            String annex = wanted.remove();
            Optional<String> document =
                    visit.client().document((offset, length) -> new ReadFeatures(annex, offset, length));
            if (document.isPresent() && found.put(annex, document.get()) == null) {
                Matcher includes = INCLUDE.matcher(document.get());
                while (includes.find()) {
                    wanted.add(includes.group(1));
                }
            }
        }
        return found;
    }
}
