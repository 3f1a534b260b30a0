package org.tcbridge.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tcbridge.proxy.Backend;
import org.tcbridge.proxy.ProxyConfig;

/**
 * One proxy of several.
 *
 * @param name what the log and its line on standard output call it
 * @param config what it is started with
 * @param backend its GDB server, and what is run for its board
 * @param record where its packets are written, if to a file of its own
 * @param ending how long its end may take at the most
 * @param settings lines of TOML that say all of it, defaults too
 */
record FarmListener(
        String name,
        ProxyConfig config,
        Backend backend,
        Optional<Path> record,
        Duration ending,
        List<String> settings) {}
