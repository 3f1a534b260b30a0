package org.tcbridge.bench.process;

import java.util.List;

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

    /** The same with more options at the end. */
    public Peer with(String suffix, String... options) {
        return new Peer(
                name + suffix,
                java.util.stream.Stream.concat(command.stream(), java.util.stream.Stream.of(options))
                        .toList());
    }
}
