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
import org.tcbridge.proxy.HostPort;
import org.tcbridge.rsp.record.Entry;
import org.tcbridge.rsp.record.RecordFile;
import org.tcbridge.rsp.record.Replay;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Plays a record back. */
final class ReplayCommand extends Command {
    private final Option<Path> file;
    private final Option<String> as;
    private final Option<String> side;
    private final Option<Integer> session;
    private final Option<HostPort> listen;
    private final Option<HostPort> backend;

    ReplayCommand() {
        super(
                "replay",
                "Plays one side of a session that `tcbridge proxy --record` wrote, and compares what the other side says.",
                "The first difference ends it, with the packets before it and exit status 1.");
        file = options.parameter("FILE", Path.class, "The record.");
        as = options.required("--as", "server|client", String.class, "Which side is played.");
        side = options.option(
                "--side",
                "gdb|server",
                String.class,
                "gdb",
                "What passed between gdb and tcbridge, or between tcbridge and the GDB server.");
        session = options.option("--session", "N", Integer.class, "1", "Which session of the record.");
        listen = options.option(
                "--listen",
                "HOST:PORT",
                HostPort.class,
                "127.0.0.1:4002",
                "As server: where the client connects; port 0 takes a free one.");
        backend = options.option("--backend", "HOST:PORT", HostPort.class, "As client: the server.");
        examples(
                "  tcbridge replay session.rec --as server --listen 127.0.0.1:4002",
                "        a gdb that does the same again sees the same, without the board",
                "  tcbridge replay session.rec --as client --backend localhost:4002",
                "        does what gdb did, and compares the replies",
                "  tcbridge replay session.rec --as server --side server --listen 127.0.0.1:3002",
                "        plays the GDB server to a tcbridge");
    }

    @Override
    public Integer call() {
        boolean atGdb = atGdb(options, side.value());
        try {
            RecordFile record = RecordFile.read(file.value());
            mustHold(spec, file.value(), record, session.value());
            List<Entry> script = record.session(session.value(), atGdb);
            if (script.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--side %s: %s has no packets of session %d there"
                                .formatted(side.value(), file.value(), session.value()));
            }
            Optional<Replay.Difference> difference = switch (as.value()) {
                case "server" -> asServer(script);
                case "client" -> asClient(script);
                default -> throw options.invalid("--as", as.value(), "server or client");
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
                listener.bind(listen.value().resolve(), 1);
            } catch (SocketException e) {
                throw new IOException("cannot listen on %s: %s".formatted(listen.value(), e.getMessage()), e);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println("listening on " + new HostPort(listen.value().host(), listener.getLocalPort()) + ", replaying "
                    + file.value());
            out.flush();
            return Replay.asServer(script).play(listener.accept());
        }
    }

    private Optional<Replay.Difference> asClient(List<Entry> script) throws IOException {
        HostPort server = backend.given()
                .orElseThrow(
                        () -> new ParameterException(spec.commandLine(), "--as client: expected --backend HOST:PORT"));
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
    static boolean atGdb(Options options, String side) {
        if (!side.equals("gdb") && !side.equals("server")) {
            throw options.invalid("--side", side, "gdb or server");
        }
        return side.equals("gdb");
    }
}
