package org.tcbridge.rsp.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.PlacedRegister;
import org.tcbridge.rsp.description.TargetDescription;

/** Describes an {@link ImageServer}; used by one thread, for one server. */
public final class ImageServerBuilder {

    /** The size of a register where no description says otherwise, in bytes. */
    private static final int DEFAULT_REGISTER = 4;

    private record Registers(String general, Map<Integer, String> others) {}

    final MemoryImage memory = new MemoryImage();
    final List<ImageThread> threads = new ArrayList<>();
    final Map<String, String> annexes = new HashMap<>();
    Optional<String> memoryMap = Optional.empty();
    int packetSize = 0x1000;
    boolean multiprocess = true;
    boolean noAckMode = true;
    Duration latency = Duration.ZERO;
    Consumer<Motion> onResume = _ -> {};
    Optional<String> still = Optional.empty();
    boolean remembering = true;
    private final Map<ThreadId, Registers> registers = new LinkedHashMap<>();

    ImageServerBuilder() {}

    /** Adds memory: these bytes at this address. */
    public ImageServerBuilder region(long address, byte[] bytes) {
        memory.add(address, bytes);
        return this;
    }

    /** Adds a thread whose reply to {@code g} is this hexadecimal text. The first one is where the target stands. */
    public ImageServerBuilder thread(ThreadId id, String general) {
        return thread(id, general, Map.of());
    }

    /** Adds a thread with further registers, by number, which only {@code p} and {@code P} reach. */
    public ImageServerBuilder thread(ThreadId id, String general, Map<Integer, String> others) {
        registers.put(id, new Registers(general, Map.copyOf(others)));
        return this;
    }

    /** Adds a document of the target description, {@code target.xml} or one that it includes. */
    public ImageServerBuilder annex(String name, String text) {
        annexes.put(name, text);
        return this;
    }

    /** Sets the map of the target's memory, as XML; without one the server has none to tell. */
    public ImageServerBuilder memoryMap(String xml) {
        memoryMap = Optional.of(xml);
        return this;
    }

    /** Sets the largest packet that the server takes and sends, in bytes. */
    public ImageServerBuilder packetSize(int bytes) {
        packetSize = bytes;
        return this;
    }

    /** Sets whether the server speaks the multiprocess syntax with a client that does. */
    public ImageServerBuilder multiprocess(boolean offered) {
        multiprocess = offered;
        return this;
    }

    /** Sets whether the server offers to do without acknowledgements. */
    public ImageServerBuilder noAckMode(boolean offered) {
        noAckMode = offered;
        return this;
    }

    /** Sets how long the server takes for each reply. */
    public ImageServerBuilder latency(Duration perReply) {
        latency = perReply;
        return this;
    }

    /** Sets what happens, on the event loop, when a client has the target move; before a step's stop reply. */
    public ImageServerBuilder onResume(Consumer<Motion> action) {
        onResume = action;
        return this;
    }

    /**
     * Refuses to move the target, with this text as the error: a client that steps until it gets somewhere would step for
     * ever, since the registers never change.
     */
    public ImageServerBuilder still(String why) {
        still = Optional.of(why);
        return this;
    }

    /** Takes back {@link #still}: a step stops at once in the same state. */
    public ImageServerBuilder moving() {
        still = Optional.empty();
        return this;
    }

    /** Keeps no account of commands and writes, for a server that is up for long. */
    public ImageServerBuilder forgetful() {
        remembering = false;
        return this;
    }

    /** Starts the server on a free port of this machine's loopback address. */
    public ImageServer start() {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /**
     * Starts the server.
     *
     * @throws IllegalStateException when no thread was added or the target description cannot be read
     * @throws java.io.UncheckedIOException when the address cannot be listened on
     */
    public ImageServer start(InetSocketAddress address) {
        if (registers.isEmpty()) {
            throw new IllegalStateException("an image server needs at least one thread");
        }
        registers.forEach((id, values) ->
                threads.add(new ImageThread(id, values.general, values.others, places(values.general.length() / 2))));
        return new ImageServer(this, address);
    }

    private Map<Integer, ImageThread.Place> places(int generalBytes) {
        Map<Integer, ImageThread.Place> places = new HashMap<>();
        if (annexes.isEmpty()) {
            for (int i = 0; (i + 1) * DEFAULT_REGISTER <= generalBytes; i++) {
                places.put(i, new ImageThread.Place(i * DEFAULT_REGISTER, DEFAULT_REGISTER));
            }
            return places;
        }
        try {
            TargetDescription description = TargetDescription.parse(annex -> Optional.ofNullable(annexes.get(annex)));
            for (PlacedRegister placed : description.layout(generalBytes)) {
                placed.offset()
                        .ifPresent(offset -> places.put(
                                placed.register().number(),
                                new ImageThread.Place(offset, placed.register().bytes())));
            }
            return places;
        } catch (DescriptionException e) {
            throw new IllegalStateException("the image's target description: " + e.getMessage(), e);
        }
    }
}
