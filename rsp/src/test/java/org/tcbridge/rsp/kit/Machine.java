package org.tcbridge.rsp.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The target behind a {@link QuirkServer}: memory, cores with their registers, whether it runs, and a log of all that clients
 * wrote. It outlives connections. Any thread.
 */
public final class Machine {

    private static final HexFormat HEX = HexFormat.of();

    private record Place(int offset, int bytes) {}

    private final NavigableMap<Long, byte[]> regions = new TreeMap<>(Long::compareUnsigned);
    private final Map<Integer, byte[]> cores = new LinkedHashMap<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private boolean running;
    private volatile Runnable onStep = () -> {};

    /** Adds memory: these bytes at this address. */
    public synchronized Machine region(long address, byte[] bytes) {
        regions.put(address, bytes.clone());
        return this;
    }

    /** Adds a core, the server's thread of that number, with its registers as {@code g} has them. */
    public synchronized Machine core(int thread, byte[] general) {
        cores.put(thread, general.clone());
        return this;
    }

    /** Says where in {@code g} a register is. */
    public synchronized Machine register(int number, int offset, int bytes) {
        places.put(number, new Place(offset, bytes));
        return this;
    }

    /** Says what the program does when it is stepped; at first nothing. */
    public Machine onStep(Runnable program) {
        onStep = program;
        return this;
    }

    void step() {
        onStep.run();
    }

    /** The numbers of the cores, in the order in which they were added. */
    public synchronized List<Integer> cores() {
        return List.copyOf(cores.keySet());
    }

    /** All writes by clients so far: {@code M20000000:0102}, {@code P1:f=00010000}, {@code G1:...} with the core before the colon. */
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    /** True while the target runs. */
    public synchronized boolean running() {
        return running;
    }

    synchronized void running(boolean now) {
        running = now;
        notifyAll();
    }

    /** Waits until the target runs. */
    public synchronized void awaitRunning() {
        long end = System.nanoTime() + Peer.PATIENCE_MILLIS * 1_000_000L;
        try {
            while (!running) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("the target has not been started");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the target stood still", e);
        }
    }

    /** Memory; empty unless all of it is there. */
    public synchronized Optional<byte[]> read(long address, int length) {
        Map.@Nullable Entry<Long, byte[]> region = regions.floorEntry(address);
        if (region == null || address - region.getKey() + length > region.getValue().length) {
            return Optional.empty();
        }
        int offset = (int) (address - region.getKey());
        return Optional.of(Arrays.copyOfRange(region.getValue(), offset, offset + length));
    }

    /** Changes memory as the program on the target would: not a client's write. */
    public synchronized void poke(long address, byte... bytes) {
        if (!store(address, bytes)) {
            throw new IllegalArgumentException("no memory at 0x" + Long.toHexString(address));
        }
    }

    synchronized boolean write(long address, byte[] bytes) {
        if (!store(address, bytes)) {
            return false;
        }
        writes.add("M" + Long.toHexString(address) + ":" + HEX.formatHex(bytes));
        return true;
    }

    private boolean store(long address, byte[] bytes) {
        Map.@Nullable Entry<Long, byte[]> region = regions.floorEntry(address);
        if (region == null || address - region.getKey() + bytes.length > region.getValue().length) {
            return false;
        }
        System.arraycopy(bytes, 0, region.getValue(), (int) (address - region.getKey()), bytes.length);
        return true;
    }

    /** A core's registers as {@code g} has them, in hexadecimal. */
    public synchronized String general(int core) {
        return HEX.formatHex(registers(core));
    }

    /** A register in hexadecimal; empty when there is none of that number. */
    public synchronized Optional<String> register(int core, int number) {
        return Optional.ofNullable(places.get(number))
                .map(p -> HEX.formatHex(registers(core), p.offset, p.offset + p.bytes));
    }

    /** Changes a register as the program on the target would. */
    public synchronized void pokeRegister(int core, int number, byte... bytes) {
        Place place = Optional.ofNullable(places.get(number)).orElseThrow();
        System.arraycopy(bytes, 0, registers(core), place.offset, place.bytes);
    }

    synchronized boolean writeRegister(int core, int number, String hex) {
        Place place = places.get(number);
        if (place == null || hex.length() != 2 * place.bytes) {
            return false;
        }
        pokeRegister(core, number, HEX.parseHex(hex));
        writes.add("P%x:%x=%s".formatted(core, number, hex));
        return true;
    }

    synchronized boolean writeGeneral(int core, String hex) {
        if (hex.length() != 2 * registers(core).length || hex.contains("x")) {
            return false;
        }
        cores.put(core, HEX.parseHex(hex));
        writes.add("G%x:%s".formatted(core, hex));
        return true;
    }

    private byte[] registers(int core) {
        return Optional.ofNullable(cores.get(core)).orElseThrow();
    }
}
