package org.tcbridge.cli.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.StopReply;
import org.tcbridge.rsp.reply.SupportedFeatures;

/**
 * A look at a target that stands still, after which it is as it was: one that ran runs again, one that stood still does.
 *
 * <p>Whether a target ran is not told by all servers. QEMU up to 7.2 says so with a stop reply before it is asked anything; a
 * server that leaves the target running has no stop reply for {@code ?}. OpenOCD, J-Link and newer QEMUs stop the target when
 * a client connects and do not tell.
 */
public final class Visit implements Closeable {
    private static final QuerySupported FEATURES =
            new QuerySupported(List.of("multiprocess+", "swbreak+", "hwbreak+", "vContSupported+"));

    private static final String NO_ACK = "QStartNoAckMode";

    private final GdbClient client;
    private final SupportedFeatures features;
    private final Optional<String> resume;
    private Optional<ThreadId> stopped = Optional.empty();

    private Visit(GdbClient client, boolean halt) throws IOException {
        this.client = client;
        String reply = client.ask(FEATURES);
        boolean ran = stop(reply).isPresent();
        features = SupportedFeatures.parse(ran ? GdbClient.payload(client.next()) : reply);
        if (features.has(NO_ACK)) {
            client.ask(new StartNoAckMode());
        }
        boolean runs = !ran && !standsStill();
        if (runs && halt) {
            halt();
        }
        // asked for now: at the end there may be no time left for a reply
        resume = ran || halt ? Optional.of(resuming()) : Optional.empty();
        if ((ran || runs) && !halt) {
            close();
            throw new IOException("the target runs: --halt stops it, and lets it run on afterwards");
        }
    }

    /**
     * Begins a visit. The connection is closed at its end, also when it fails.
     *
     * @param halt the target may run: it is stopped, and let run at the end
     * @throws IOException when the target runs and may not be stopped, or the server does not answer
     */
    public static Visit begin(GdbClient client, boolean halt) throws IOException {
        try {
            return new Visit(client, halt);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private boolean standsStill() throws IOException {
        try {
            return stop(client.ask(new WhyStopped())).isPresent();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void halt() throws IOException {
        client.tell(Interrupt.INTERRUPT);
        while (stop(GdbClient.payload(client.next())).isEmpty()) {
            // console output, or the late reply to ?
        }
    }

    private Optional<StopReply.Stopped> stop(String reply) {
        Optional<StopReply.Stopped> stop = StopReply.parse(reply)
                .flatMap(r -> r instanceof StopReply.Stopped s ? Optional.of(s) : Optional.empty());
        stop.ifPresent(s -> stopped = s.thread());
        return stop;
    }

    /** The connection. */
    public GdbClient client() {
        return client;
    }

    /** What the server can do. */
    public SupportedFeatures features() {
        return features;
    }

    /** The server's thread that the target stands in; empty when it names none. */
    public Optional<ThreadId> stopped() {
        return stopped;
    }

    private String resuming() throws IOException {
        return client.ask(new AskResumeActions()).contains(";c")
                ? "vCont;c"
                : new Resume(new Motion.Continue(OptionalInt.empty()), OptionalLong.empty()).wire();
    }

    /** Lets the target run if it did, and closes the connection. */
    @Override
    public void close() throws IOException {
        try (client) {
            if (resume.isPresent()) {
                client.tell(Packet.of(resume.get()));
                client.farewell();
            }
        }
    }
}
