package org.tcbridge.rsp.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tcbridge.rsp.Hex;
import org.tcbridge.rsp.Latin1;
import org.tcbridge.rsp.ThreadId;
import org.tcbridge.rsp.command.AskResumeActions;
import org.tcbridge.rsp.command.ChecksumMemory;
import org.tcbridge.rsp.command.Command;
import org.tcbridge.rsp.command.CurrentThread;
import org.tcbridge.rsp.command.Detach;
import org.tcbridge.rsp.command.FirstThreads;
import org.tcbridge.rsp.command.FlashDone;
import org.tcbridge.rsp.command.FlashErase;
import org.tcbridge.rsp.command.FlashWrite;
import org.tcbridge.rsp.command.InsertBreakpoint;
import org.tcbridge.rsp.command.Kill;
import org.tcbridge.rsp.command.Monitor;
import org.tcbridge.rsp.command.MoreThreads;
import org.tcbridge.rsp.command.Motion;
import org.tcbridge.rsp.command.Opaque;
import org.tcbridge.rsp.command.QuerySupported;
import org.tcbridge.rsp.command.ReadBinaryMemory;
import org.tcbridge.rsp.command.ReadFeatures;
import org.tcbridge.rsp.command.ReadMemory;
import org.tcbridge.rsp.command.ReadMemoryMap;
import org.tcbridge.rsp.command.ReadRegister;
import org.tcbridge.rsp.command.ReadRegisters;
import org.tcbridge.rsp.command.ReadThreads;
import org.tcbridge.rsp.command.RemoveBreakpoint;
import org.tcbridge.rsp.command.Reset;
import org.tcbridge.rsp.command.Restart;
import org.tcbridge.rsp.command.Resume;
import org.tcbridge.rsp.command.ResumeActions;
import org.tcbridge.rsp.command.Run;
import org.tcbridge.rsp.command.SearchMemory;
import org.tcbridge.rsp.command.SelectThread;
import org.tcbridge.rsp.command.SetNonStop;
import org.tcbridge.rsp.command.StartNoAckMode;
import org.tcbridge.rsp.command.SymbolOffer;
import org.tcbridge.rsp.command.SymbolValue;
import org.tcbridge.rsp.command.ThreadAlive;
import org.tcbridge.rsp.command.ThreadDetail;
import org.tcbridge.rsp.command.ThreadExtraInfo;
import org.tcbridge.rsp.command.WhyStopped;
import org.tcbridge.rsp.command.WriteMemory;
import org.tcbridge.rsp.command.WriteRegister;
import org.tcbridge.rsp.command.WriteRegisters;
import org.tcbridge.rsp.frame.Acknowledgement;
import org.tcbridge.rsp.frame.Frame;
import org.tcbridge.rsp.frame.Interrupt;
import org.tcbridge.rsp.frame.Packet;
import org.tcbridge.rsp.reply.BinaryMemoryReply;
import org.tcbridge.rsp.reply.Content;
import org.tcbridge.rsp.reply.EmptyReply;
import org.tcbridge.rsp.reply.ErrorReply;
import org.tcbridge.rsp.reply.MemoryReply;
import org.tcbridge.rsp.reply.OkReply;
import org.tcbridge.rsp.reply.Reply;
import org.tcbridge.rsp.reply.StopReply;
import org.tcbridge.rsp.reply.SupportedFeatures;
import org.tcbridge.rsp.reply.ThreadListReply;
import org.tcbridge.rsp.reply.TransferReply;

/** One client of an {@link ImageServer}. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel
final class ImageSession extends SimpleChannelInboundHandler<Frame> {

    private static final Logger LOG = LoggerFactory.getLogger(ImageSession.class);

    private static final int SIGINT = 2;
    private static final int SIGTRAP = 5;
    private static final int NO_SUCH = 1;
    private static final int NO_MEMORY = 14;
    private static final int TOO_LONG = 22;

    private final ImageServer server;
    private final ImageServerBuilder setup;
    private final Acknowledgement acknowledgement;
    private @Nullable ChannelHandlerContext context;
    private ImageThread selected;
    private boolean multiprocess;
    private boolean running;

    ImageSession(ImageServer server, Acknowledgement acknowledgement) {
        this.server = server;
        this.setup = server.setup();
        this.acknowledgement = acknowledgement;
        this.selected = setup.threads.getFirst();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Frame frame) {
        if (frame instanceof Packet packet) {
            Command command = Command.parse(packet);
            server.record(command);
            answer(command).ifPresent(reply -> send(ctx, reply));
            if (command instanceof StartNoAckMode && setup.noAckMode) {
                acknowledgement.noAck();
            } else if (command instanceof Kill) {
                ctx.close();
            }
        } else if (frame instanceof Interrupt) {
            stop(stopReply(SIGINT));
        }
    }

    /** Sends a stop reply if the client waits for one. */
    void stop(StopReply reply) {
        if (running && context != null) {
            running = false;
            send(context, reply);
        }
    }

    private void send(ChannelHandlerContext ctx, Reply reply) {
        if (setup.latency.isZero()) {
            ctx.writeAndFlush(reply.toPacket());
        } else {
            ctx.executor()
                    .schedule(() -> ctx.writeAndFlush(reply.toPacket()), setup.latency.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Optional<Reply> answer(Command command) {
        return switch (command) {
            case ResumeActions resume -> move(resume.actions().getFirst().motion());
            case Resume resume -> move(resume.motion());
            case Kill kill -> kill.process().isPresent() ? Optional.of(new OkReply()) : Optional.empty();
            case WhyStopped _ -> Optional.of(stopReply(SIGTRAP));
            case AskResumeActions _ -> Optional.of(new Content("vCont;c;C;s;S"));
            case QuerySupported query -> Optional.of(features(query));
            case StartNoAckMode _ -> Optional.of(setup.noAckMode ? new OkReply() : new EmptyReply());
            case ReadFeatures read -> Optional.of(document(read));
            case FirstThreads _ ->
                Optional.of(new ThreadListReply(
                        setup.threads.stream().map(this::idOf).toList()));
            case MoreThreads _ -> Optional.of(new ThreadListReply(List.of()));
            case CurrentThread _ ->
                Optional.of(new Content("QC" + idOf(selected).wire()));
            case ThreadAlive alive -> Optional.of(done(find(alive.thread()).isPresent()));
            case SelectThread select -> Optional.of(select(select));
            case ReadRegisters _ -> Optional.of(new Content(selected.general()));
            case ReadRegister read ->
                Optional.of(selected.register(read.number())
                        .<Reply>map(Content::new)
                        .orElseGet(() -> ErrorReply.of(NO_SUCH)));
            case WriteRegisters write -> Optional.of(written(OptionalInt.empty(), write.hex()));
            case WriteRegister write -> Optional.of(written(OptionalInt.of(write.number()), write.hex()));
            case ReadMemory(long address, int length) ->
                Optional.of(read(address, length, 2L * length, MemoryReply::of));
            case ReadBinaryMemory(long address, int length) ->
                Optional.of(read(address, length, 1L + length, BinaryMemoryReply::of));
            case WriteMemory write -> Optional.of(write(write));
            case InsertBreakpoint _, RemoveBreakpoint _, Detach _ -> Optional.of(new OkReply());
            case Opaque(String text) when text.startsWith("qAttached") -> Optional.of(new Content("1"));
            case ReadMemoryMap(int offset, int length) ->
                Optional.of(setup.memoryMap
                        .<Reply>map(map -> page(map, offset, length))
                        .orElseGet(EmptyReply::new));
            case Opaque _,
                    ChecksumMemory _,
                    FlashDone _,
                    FlashErase _,
                    FlashWrite _,
                    Monitor _,
                    ReadThreads _,
                    Reset _,
                    Restart _,
                    Run _,
                    SearchMemory _,
                    SetNonStop _,
                    SymbolOffer _,
                    SymbolValue _,
                    ThreadDetail _,
                    ThreadExtraInfo _ -> Optional.of(new EmptyReply());
        };
    }

    private Optional<Reply> move(Motion motion) {
        if (setup.still.isPresent()) {
            return Optional.of(new ErrorReply("." + setup.still.get()));
        }
        setup.onResume.accept(motion);
        selected = setup.threads.getFirst();
        return switch (motion) {
            case Motion.Continue _ -> {
                running = true;
                yield Optional.empty();
            }
            case Motion.Step _, Motion.RangeStep _ -> Optional.of(stopReply(SIGTRAP));
            case Motion.Stop _ -> Optional.of(new OkReply());
        };
    }

    private StopReply stopReply(int signal) {
        return new StopReply.Stopped(signal, List.of()).withThread(idOf(setup.threads.getFirst()));
    }

    private SupportedFeatures features(QuerySupported query) {
        multiprocess = setup.multiprocess && query.features().contains("multiprocess+");
        SupportedFeatures features = new SupportedFeatures(
                List.of("PacketSize=" + Hex.number(setup.packetSize), "vContSupported+", "binary-upload+"));
        if (!setup.annexes.isEmpty()) {
            features = features.with("qXfer:features:read+");
        }
        if (setup.memoryMap.isPresent()) {
            features = features.with("qXfer:memory-map:read+");
        }
        if (multiprocess) {
            features = features.with("multiprocess+");
        }
        return setup.noAckMode ? features.with("QStartNoAckMode+") : features;
    }

    private Reply document(ReadFeatures read) {
        if (setup.annexes.isEmpty()) {
            return new EmptyReply();
        }
        @Nullable String text = setup.annexes.get(read.annex());
        if (text == null) {
            return ErrorReply.of(0);
        }
        return page(text, read.offset(), read.length());
    }

    private Reply page(String document, int offset, int length) {
        int most = Math.min(length, setup.packetSize / 2);
        return TransferReply.page(document.getBytes(StandardCharsets.UTF_8), offset, most);
    }

    private ThreadId idOf(ImageThread thread) {
        return multiprocess ? thread.id() : ThreadId.of(thread.id().thread());
    }

    private Optional<ImageThread> find(ThreadId id) {
        return setup.threads.stream()
                .filter(thread -> !id.isSpecific() || thread.id().thread() == id.thread())
                .findFirst();
    }

    private Reply select(SelectThread select) {
        Optional<ImageThread> thread = find(select.thread());
        thread.filter(_ -> select.purpose() == SelectThread.Purpose.REGISTERS).ifPresent(found -> selected = found);
        return done(thread.isPresent());
    }

    private Reply written(OptionalInt number, String hex) {
        boolean fits = number.isPresent() ? selected.register(number.getAsInt(), hex) : selected.general(hex);
        if (fits) {
            server.record(new ImageServer.RegisterWrite(selected.id(), number, hex));
        }
        return done(fits);
    }

    private Reply read(long address, int length, long characters, Function<byte[], Reply> reply) {
        if (characters > setup.packetSize) {
            return ErrorReply.of(TOO_LONG);
        }
        return setup.memory.read(address, length).map(reply).orElseGet(() -> ErrorReply.of(NO_MEMORY));
    }

    private Reply write(WriteMemory write) {
        byte[] data = Latin1.bytes(write.data());
        if (!setup.memory.write(write.address(), data)) {
            return ErrorReply.of(NO_MEMORY);
        }
        if (data.length > 0) {
            server.record(new ImageServer.MemoryWrite(write.address(), Hex.ofBytes(data)));
        }
        return new OkReply();
    }

    private static Reply done(boolean well) {
        return well ? new OkReply() : ErrorReply.of(NO_SUCH);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: the client has gone: {}", ctx.channel(), cause.getMessage());
        } else {
            LOG.warn("{}: closed", ctx.channel(), cause);
        }
        ctx.close();
    }
}
