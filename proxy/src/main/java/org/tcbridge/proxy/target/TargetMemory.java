package org.tcbridge.proxy.target;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.tcbridge.core.memory.Memory;
import org.tcbridge.core.memory.MemoryException;
import org.tcbridge.core.memory.ReadCost;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.reply.MemoryReply;

/** The target's memory through the server's {@code m} and {@code M} packets, cut to the size of packets it takes. */
public final class TargetMemory implements Memory {
    /** What a reply or an {@code M} packet needs beside the data: {@code $}, {@code #}, checksum, address and length. */
    private static final int OVERHEAD = 32;

    private final TargetLink link;
    private final Features features;
    private final LongSupplier nanoTime;
    private final ReadTimes times = new ReadTimes();
    private long reads;
    private long bytes;

    /** Memory behind {@code link}. */
    public TargetMemory(TargetLink link, Features features) {
        this(link, features, System::nanoTime);
    }

    /** Memory behind {@code link}, whose reads are timed by this clock. */
    TargetMemory(TargetLink link, Features features, LongSupplier nanoTime) {
        this.link = link;
        this.features = features;
        this.nanoTime = nanoTime;
    }

    /** What a read costs, as it was measured; until then as it is assumed. */
    @Override
    public ReadCost cost() {
        return times.cost(most()).orElseGet(() -> ReadCost.ASSUMED.most(most()));
    }

    /** What was measured of reads, in words. */
    public String speed() {
        return times.cost(most())
                        .map(cost -> "%.0f µs each and %.3f µs a byte"
                                .formatted(cost.readNanos() / 1000, cost.byteNanos() / 1000))
                        .orElse("not measured yet")
                + ": up to " + cost().gap() + " bytes between two ranges are read along";
    }

    /** What was read so far, in words. */
    public String traffic() {
        return reads + " of " + bytes + " bytes in all";
    }

    private int most() {
        return Math.max(8, ((features.packetSize() - OVERHEAD) / 2) & -8);
    }

    @Override
    public byte[] read(long address, int length) throws MemoryException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, most());
            byte[] part = piece(address + done, count);
            System.arraycopy(part, 0, bytes, done, part.length);
            done += part.length;
        }
        return bytes;
    }

    private byte[] piece(long address, int count) throws MemoryException {
        String command = new ReadMemory(address, count).wire();
        long start = nanoTime.getAsLong();
        RawReply reply = ask(command, address, count);
        long took = nanoTime.getAsLong() - start;
        Optional<byte[]> read = MemoryReply.bytes(reply.packet()).filter(some -> some.length <= count);
        if (read.isEmpty()) {
            throw new MemoryException(
                    address, count, "the server answered '" + shown(reply.text()) + "' to " + command);
        }
        times.add(read.get().length, took);
        reads++;
        bytes += read.get().length;
        return read.get();
    }

    @Override
    public void write(long address, byte[] data) throws MemoryException {
        for (int done = 0; done < data.length; done += most()) {
            int count = Math.min(data.length - done, most());
            String bytes = new String(data, done, count, java.nio.charset.StandardCharsets.ISO_8859_1);
            String text = ask(new WriteMemory(address + done, bytes, false).wire(), address + done, count)
                    .text();
            if (!text.equals("OK")) {
                throw new MemoryException(
                        address + done, count, "the server answered '" + shown(text) + "' to a write");
            }
        }
    }

    private RawReply ask(String command, long address, int count) throws MemoryException {
        try {
            return link.ask(command);
        } catch (LinkException e) {
            MemoryException failed = new MemoryException(address, count, String.valueOf(e.getMessage()));
            failed.initCause(e);
            throw failed;
        }
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
