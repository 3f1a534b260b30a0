package org.tcbridge.bench.process;

import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody between gdb and server.
 *
 * @param name as tables show it
 * @param command what starts it: {@code {listen}} and {@code {target}} are HOST:PORT, {@code {port}} is the port to listen on;
 *     empty for nobody at all
 */
public record Peer(String name, List<String> command) {
    /** No proxy: gdb connects to the server. */
    public static final String DIRECT = "direct";

    /** The command for these ports. */
    public List<String> command(int port, int target) {
        return command.stream()
                .map(word -> word.replace("{listen}", Ports.address(port))
                        .replace("{target}", Ports.address(target))
                        .replace("{port}", Integer.toString(port)))
                .toList();
    }

    /** Whether there is nobody to start. */
    public boolean isDirect() {
        return command.isEmpty();
    }

    /** Whether it is tcbridge, however it was built. */
    public boolean isTcbridge() {
        return name.startsWith("tcbridge");
    }

    /** The same with more options, which its name tells. */
    public Peer with(String... options) {
        return new Peer(
                name + " " + String.join(" ", options),
                Stream.concat(command.stream(), Stream.of(options)).toList());
    }
}
