package org.posestream.server.web;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One client of a server without sockets and threads; counts what is asked and answered. */
final class FuzzedConnection {

    /** So many pings are longer than any message that a server may still be waiting for the end of. */
    private static final int MAX_PINGS = 400;

    private final EmbeddedChannel channel;
    private final Census census = new Census();
    private final ServerFrames frames = new ServerFrames();

    FuzzedConnection(ByteBufAllocator allocator, Consumer<ChannelPipeline> assemble) {
        channel = EmbeddedChannel.builder().register(false).handlers(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel client) {
                assemble.accept(client.pipeline());
                client.pipeline().addAfter(client.pipeline().context(HttpServerCodec.class).name(), "census", census);
            }
        }).build();
        channel.config().setAllocator(allocator);
        try {
            channel.register();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        channel.freezeTime();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isWebSocket() {
        return census.upgraded;
    }

    /** Messages of type frame that came over the WebSocket, in JSON. */
    long framesReceived() {
        receive();
        return frames.frames();
    }

    /** Sends bytes at once. */
    void send(byte[] bytes) {
        deliver(bytes, 0, bytes.length);
    }

    /** Sends bytes in one to four pieces. */
    void send(byte[] bytes, SplittableRandom random) {
        int pieces = random.nextInt(4) == 0 ? 1 + random.nextInt(Math.min(4, Math.max(1, bytes.length))) : 1;
        for (int i = 0; i < pieces && isOpen(); i++) {
            deliver(bytes, i * bytes.length / pieces, (i + 1) * bytes.length / pieces);
        }
    }

    /** An open WebSocket must answer a ping, or close: else it would have stopped to listen. */
    void requirePong() {
        byte[] ping = FuzzedFrames.ping(ServerFrames.PROBE);
        for (int i = 0; i < MAX_PINGS && isOpen() && frames.pongs() == 0 && !frames.isClosed(); i++) {
            send(ping);
        }
        assertTrue(!isOpen() || frames.isClosed() || frames.pongs() > 0, "open, but deaf to " + MAX_PINGS + " pings");
    }

    /** Every request that came as a whole has its answer, where the connection goes on. */
    void requireAnswers() {
        if (isOpen() && !isWebSocket()) {
            assertTrue(census.answers >= census.wholeRequests && census.answers <= census.requests,
                    census.answers + " answers to " + census.wholeRequests + " whole requests of " + census.requests);
        }
    }

    /** Lets time go by. */
    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        receive();
    }

    /** The client goes away. */
    void end() {
        channel.close();
        channel.runPendingTasks();
        receive();
        channel.checkException();
        // A decoder lets go of the beginning of a frame whose end never came.
        for (Object unhandled; (unhandled = channel.readInbound()) != null;) {
            assertInstanceOf(ByteBuf.class, unhandled, "nobody handled it").release();
        }
    }

    private void deliver(byte[] bytes, int from, int to) {
        ByteBuf piece = channel.alloc().buffer(to - from).writeBytes(bytes, from, to - from);
        channel.writeInbound(piece);
        receive();
    }

    private void receive() {
        for (Object sent; (sent = channel.readOutbound()) != null;) {
            ByteBuf bytes = (ByteBuf) sent;
            try {
                if (census.upgraded && !isHandshake(bytes)) {
                    frames.add(ByteBufUtil.getBytes(bytes));
                }
            } finally {
                bytes.release();
            }
        }
    }

    private static boolean isHandshake(ByteBuf bytes) {
        return bytes.readableBytes() > 4 && bytes.getByte(bytes.readerIndex()) == 'H';
    }

    /** Stands behind the codec, where requests and answers are objects still. */
    private static final class Census extends ChannelDuplexHandler {
        private int requests;
        private int wholeRequests;
        private int answers;
        private boolean upgraded;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            requests += message instanceof HttpRequest ? 1 : 0;
            wholeRequests += message instanceof LastHttpContent ? 1 : 0;
            super.channelRead(context, message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            boolean informational = false;
            if (message instanceof HttpResponse response) {
                HttpResponseStatus status = response.status();
                upgraded |= status.code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
                informational = status.codeClass() == HttpStatusClass.INFORMATIONAL;
                assertTrue(status.code() < 500 || status.code() > 502, () -> "answered " + status);
            }
            answers += message instanceof LastHttpContent && !informational ? 1 : 0;
            super.write(context, message, promise);
        }
    }
}
