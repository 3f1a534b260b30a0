package org.tcbridge.cli;

import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.ConditionsBy;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.cache.CacheMode;
import picocli.CommandLine.Option;

/** How gdb's sessions go, and what is said of them. */
final class SessionOptions {
    @Option(
            names = "--step-parked",
            paramLabel = "run|refuse",
            defaultValue = "run",
            description = "A step of a task that does not run: let the target run until it does, or refuse."
                    + " Default: ${DEFAULT-VALUE}")
    private StepParked stepParked = StepParked.RUN;

    @Option(
            names = "--cache",
            paramLabel = "off|code|halted",
            defaultValue = "code",
            description =
                    "Reads that tcbridge answers itself. code: code that --elf or the server's memory map tells of;"
                            + " halted: RAM too, until the target runs: docs/cache.md. Default: ${DEFAULT-VALUE}")
    private CacheMode cache = CacheMode.CODE;

    @Option(
            names = "--conditions",
            paramLabel = "gdb|tcbridge",
            defaultValue = "gdb",
            description = "Who evaluates conditions of breakpoints. tcbridge: faster on a slow link; gdb compiles a few"
                    + " wrongly for that: docs/servers.md. Default: ${DEFAULT-VALUE}")
    private ConditionsBy conditions = ConditionsBy.GDB;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            defaultValue = "warn",
            description = "error, warn, info, debug, or trace: every packet both ways. Default: ${DEFAULT-VALUE}")
    private LogLevel log = LogLevel.WARN;

    /** What a step of a parked task does. */
    StepParked stepParked() {
        return stepParked;
    }

    /** What these options say of sessions. */
    ProxyConfig of(ProxyConfig config) {
        return config.with(cache).with(conditions);
    }

    /** What is logged. */
    LogLevel log() {
        return log;
    }
}
