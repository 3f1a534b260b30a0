package org.tcbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tcbridge.proxy.HostPort;
import org.tcbridge.rsp.record.Entry;
import org.tcbridge.rsp.record.RecordFile;
import org.tcbridge.rsp.record.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a record back. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Plays one side of a session that `tcbridge proxy --record` wrote, and compares what the other side says.",
            "The first difference ends it, with the packets before it and exit status 1.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tcbridge replay session.rec --as server --listen 127.0.0.1:4002",
            "        a gdb that does the same again sees the same, without the board",
            "  tcbridge replay session.rec --as client --backend localhost:4002",
            "        does what gdb did, and compares the replies",
            "  tcbridge replay session.rec --as server --side server --listen 127.0.0.1:3002",
            "        plays the GDB server to a tcbridge",
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The record.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--as", paramLabel = "server|client", required = true, description = "Which side is played.")
    @SuppressWarnings("NullAway.Init")
    private String as;

    @Option(
            names = "--side",
            paramLabel = "gdb|server",
            defaultValue = "gdb",
            description = "What passed between gdb and tcbridge, or between tcbridge and the GDB server."
                    + " Default: ${DEFAULT-VALUE}")
    private String side = "gdb";

    @Option(
            names = "--session",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which session of the record. Default: ${DEFAULT-VALUE}")
    private int session = 1;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4002",
            description = "As server: where the client connects; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    @SuppressWarnings("NullAway.Init")
    private HostPort listen;

    @Option(names = "--backend", paramLabel = "HOST:PORT", description = "As client: the server.")
    private @Nullable HostPort backend;

    @Override
    public Integer call() {
        boolean atGdb = atGdb(spec, side);
        try {
            RecordFile record = RecordFile.read(file);
            mustHold(spec, file, record, session);
            List<Entry> script = record.session(session, atGdb);
            if (script.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--side %s: %s has no packets of session %d there".formatted(side, file, session));
            }
            Optional<Replay.Difference> difference = switch (as) {
                case "server" -> asServer(script);
                case "client" -> asClient(script);
                default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "Invalid value for option '--as': '%s': expected server or client".formatted(as));
            };
            PrintWriter out = spec.commandLine().getOut();
            difference.ifPresentOrElse(
                    found -> found.lines().forEach(out::println),
                    () -> out.println(script.size() + " packets, no difference"));
            out.flush();
            return difference.isPresent() ? 1 : 0;
        } catch (IOException e) {
            throw new CommandFailure(Errors.text(e), e);
        }
    }

    private Optional<Replay.Difference> asServer(List<Entry> script) throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            try {
                listener.bind(listen.resolve(), 1);
            } catch (SocketException e) {
                throw new IOException("cannot listen on %s: %s".formatted(listen, e.getMessage()), e);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("listening on " + new HostPort(listen.host(), listener.getLocalPort()) + ", replaying " + file);
            out.flush();
            return Replay.asServer(script).play(listener.accept());
        }
    }

    private Optional<Replay.Difference> asClient(List<Entry> script) throws IOException {
        HostPort server = backend;
        if (server == null) {
            throw new ParameterException(spec.commandLine(), "--as client: expected --backend HOST:PORT");
        }
        try (Socket socket = new Socket()) {
            socket.connect(server.resolve());
            return Replay.asClient(script).play(socket);
        } catch (ConnectException | UnknownHostException e) {
            throw new IOException("cannot reach the server at %s: %s".formatted(server, Errors.text(e)), e);
        }
    }

    /**
     * Sees to it that a session is in a record.
     *
     * @throws ParameterException when it is not; says what there is
     */
    static void mustHold(CommandSpec spec, Path file, RecordFile record, int session) {
        if (session < 1 || session > record.sessions()) {
            throw new ParameterException(
                    spec.commandLine(), "--session %d: %s is %s".formatted(session, file, record.title()));
        }
    }

    /** True for {@code gdb}, false for {@code server}. */
    static boolean atGdb(CommandSpec spec, String side) {
        if (!side.equals("gdb") && !side.equals("server")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--side': '%s': expected gdb or server".formatted(side));
        }
        return side.equals("gdb");
    }
}
