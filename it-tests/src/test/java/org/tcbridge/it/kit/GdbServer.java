package org.tcbridge.it.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.tcbridge.it.tools.Tools;

/** gdbserver with a program of this machine; it ends with its first session. */
public final class GdbServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Listening on port (\\d+)");

    private final Child child;
    private final int port;

    private GdbServer(Child child) throws InterruptedException {
        this.child = child;
        port = Integer.parseInt(child.await(PORT).group(1));
    }

    /** Starts it at a free port. */
    public static GdbServer start(Path program, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.path("gdbserver").toString(), "--once"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("127.0.0.1:0", program.toString()));
        return new GdbServer(Child.start(command));
    }

    /** Starts it with its in-process agent in the program, for fast tracepoints; the dynamic loader knows where the agent is. */
    public static GdbServer startWithAgent(Path program) throws IOException, InterruptedException {
        return start(program, "--wrapper", "env", "LD_PRELOAD=libinproctrace.so", "--");
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        child.close();
    }
}
