package org.tcbridge.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals do to the process. */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Ctrl-C no longer ends the process, nor what it starts: it is for gdb, in whose process group both may be. The class
     * for it is the JDK's own (module jdk.unsupported), of which javac always warns: hence by name.
     */
    static void ignoreInterrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException e) {
            LOG.debug("SIGINT is not ignored", e);
        }
    }
}
