package org.tcbridge.cli;

import org.tcbridge.proxy.ProxyConfig;
import org.tcbridge.proxy.ProxyConfig.ConditionsBy;
import org.tcbridge.proxy.ProxyConfig.StepParked;
import org.tcbridge.proxy.cache.CacheMode;

/** How gdb's sessions go, and what is said of them. */
final class SessionOptions {
    private final Option<StepParked> stepParked;
    private final Option<CacheMode> cache;
    private final Option<ConditionsBy> conditions;
    private final Option<LogLevel> log;

    SessionOptions(Options options) {
        stepParked = options.option(
                "--step-parked",
                "run|refuse",
                StepParked.class,
                "run",
                "A step of a task that does not run: let the target run until it does, or refuse.");
        cache = options.option(
                "--cache",
                "off|code|halted",
                CacheMode.class,
                "code",
                "Reads that tcbridge answers itself. code: code that --elf or the server's memory map tells of;"
                        + " halted: RAM too, until the target runs: docs/cache.md.");
        conditions = options.option(
                "--conditions",
                "gdb|tcbridge",
                ConditionsBy.class,
                "gdb",
                "Who evaluates conditions of breakpoints. tcbridge: faster on a slow link; gdb compiles a few"
                        + " wrongly for that: docs/servers.md.");
        log = options.option(
                "--log",
                "LEVEL",
                LogLevel.class,
                "warn",
                "error, warn, info, debug, or trace: every packet both ways.");
    }

    /** What a step of a parked task does. */
    StepParked stepParked() {
        return stepParked.value();
    }

    /** What these options say of sessions. */
    ProxyConfig of(ProxyConfig config) {
        return config.with(cache.value()).with(conditions.value());
    }

    /** What is logged. */
    LogLevel log() {
        return log.value();
    }
}
