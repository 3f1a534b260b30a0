package org.tcbridge.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.tcbridge.cli.client.GdbClient;
import org.tcbridge.core.memory.DataModel;
import org.tcbridge.core.symbol.Symbols;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.ReadThreads;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.command.SymbolOffer;
import org.tcbridge.rsp.command.SymbolValue;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.description.DescribedRegister;
import org.tcbridge.rsp.description.DescriptionException;
import org.tcbridge.rsp.description.PlacedRegister;
import org.tcbridge.rsp.description.TargetDescription;
import org.tcbridge.rsp.reply.StopReply;
import org.tcbridge.rsp.reply.SymbolRequest;
import org.tcbridge.rsp.reply.ThreadListReply;

/** A debugger's conversation with a server about a stopped target, in the order gdb has it (gdb 13, remote.c). */
public final class GdbSession implements Closeable {
    private final GdbClient client;
    private final DataModel model;
    private final TargetDescription description;
    private final Optional<ThreadId> current;

    /**
     * Connects: features, no acknowledgements, target description, why it stopped, symbols.
     *
     * @param server where it listens
     * @param symbols what the server is told when it asks
     * @param model how the target lays out registers
     */
    public static GdbSession connect(InetSocketAddress server, Symbols symbols, DataModel model) throws IOException {
        GdbClient client = new GdbClient(server);
        try {
            return new GdbSession(client, symbols, model);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private GdbSession(GdbClient client, Symbols symbols, DataModel model) throws IOException {
        this.client = client;
        this.model = model;
        client.ask(new QuerySupported(List.of("swbreak+", "hwbreak+")));
        client.ask(new StartNoAckMode());
        this.description = describe();
        this.current = StopReply.parse(client.ask(new WhyStopped()))
                .flatMap(stop -> stop instanceof StopReply.Stopped stopped ? stopped.thread() : Optional.empty());
        offer(symbols);
    }

    private TargetDescription describe() throws IOException {
        try {
            return TargetDescription.parse(annex -> {
                try {
                    return client.document((offset, length) -> new ReadFeatures(annex, offset, length));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (DescriptionException | UncheckedIOException e) {
            throw new IOException("target description: " + e.getMessage(), e);
        }
    }

    private void offer(Symbols symbols) throws IOException {
        String reply = client.ask(new SymbolOffer());
        Optional<SymbolRequest> wanted = SymbolRequest.parse(reply);
        while (wanted.isPresent()) {
            String name = wanted.get().name();
            wanted = SymbolRequest.parse(client.ask(new SymbolValue(name, symbols.address(name))));
        }
    }

    /** The thread that stopped; empty when the server does not name it. */
    public Optional<ThreadId> current() {
        return current;
    }

    /** All threads, by id: the order in which gdb numbers them. */
    public List<GdbThread> threads() throws IOException {
        Optional<String> document = client.document(ReadThreads::new);
        List<GdbThread> threads = document.isPresent() ? parse(document.get()) : plainList();
        threads.sort(Comparator.comparingLong(thread -> thread.id().thread()));
        return threads;
    }

    private List<GdbThread> plainList() throws IOException {
        List<GdbThread> threads = new ArrayList<>();
        Optional<ThreadListReply> part = ThreadListReply.parse(client.ask(new FirstThreads()));
        while (part.isPresent() && !part.get().threads().isEmpty()) {
            part.get().threads().forEach(id -> threads.add(new GdbThread(id, Optional.empty(), "")));
            part = ThreadListReply.parse(client.ask(new MoreThreads()));
        }
        return threads;
    }

    private static List<GdbThread> parse(String document) throws IOException {
        List<GdbThread> threads = new ArrayList<>();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(document));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("thread")) {
                    ThreadId id = ThreadId.parse(xml.getAttributeValue(null, "id"));
                    Optional<String> name = Optional.ofNullable(xml.getAttributeValue(null, "name"));
                    threads.add(new GdbThread(id, name, xml.getElementText().strip()));
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("thread list: " + e.getMessage(), e);
        }
        return threads;
    }

    /** The general registers of a thread, in gdb's order. */
    public List<GdbRegister> registers(ThreadId thread) throws IOException {
        client.ask(new SelectThread(SelectThread.Purpose.REGISTERS, thread));
        String g = client.ask(new ReadRegisters());
        List<GdbRegister> registers = new ArrayList<>();
        for (PlacedRegister placed : description.layout(g.length() / 2)) {
            if (placed.offset().isPresent()) {
                DescribedRegister register = placed.register();
                int at = 2 * placed.offset().getAsInt();
                String hex = g.substring(at, at + 2 * register.bytes());
                registers.add(new GdbRegister(
                        register.name(),
                        register.bytes(),
                        register.type().orElse("int"),
                        value(hex, register.bytes())));
            }
        }
        return registers;
    }

    private OptionalLong value(String hex, int bytes) {
        return Hex.isBytes(hex) ? OptionalLong.of(model.unsigned(Hex.parseBytes(hex), 0, bytes)) : OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
