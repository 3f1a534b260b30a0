package org.tcbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tcbridge.proxy.ProxyServer;
import org.tcbridge.proxy.ProxyThreads;
import org.tcbridge.rsp.record.Recording;

/** Several proxies in one process: a board farm. */
final class Farm implements AutoCloseable {
    private final ProxyThreads threads = new ProxyThreads(Runtime.getRuntime().availableProcessors());
    private final List<ProxyServer> proxies = new ArrayList<>();
    private final List<String> ready = new ArrayList<>();
    private final List<Recording> recordings = new ArrayList<>();

    private Farm() {}

    /**
     * Starts them all, or none.
     *
     * @param recording takes the packets of those that have no file of their own
     * @throws IOException when a port cannot be had or a record cannot be written; names the listener
     */
    static Farm start(List<FarmListener> listeners, Optional<Recording> recording) throws IOException {
        Farm farm = new Farm();
        for (FarmListener listener : listeners) {
            try {
                Optional<Recording> own = farm.record(listener);
                ProxyServer proxy = ProxyServer.start(
                        listener.name(),
                        listener.config().recordedBy(own.or(() -> recording)),
                        listener.backend(),
                        farm.threads);
                farm.proxies.add(proxy);
                farm.ready.add("listening on %s, backend %s (%s)"
                        .formatted(proxy.address(), listener.backend(), listener.name()));
            } catch (IOException e) {
                farm.close();
                throw new IOException("listener \"" + listener.name() + "\": " + e.getMessage(), e);
            }
        }
        return farm;
    }

    private Optional<Recording> record(FarmListener listener) throws IOException {
        Optional<Path> file = listener.record();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Recording recording = new Recording(file.get());
            recordings.add(recording);
            return Optional.of(recording);
        } catch (IOException e) {
            throw new IOException("record: " + file.get() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** A line for each that listens, in the file's order. */
    List<String> ready() {
        return List.copyOf(ready);
    }

    /** Ends all sessions at once. */
    @Override
    public void close() {
        List<Thread> closing = proxies.stream()
                .map(proxy -> Thread.ofVirtual().start(proxy::close))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
        recordings.forEach(recording -> RecordOptions.endNow(Optional.of(recording)));
    }
}
