package org.posestream.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * WebSocket clients that do as little as there is to do, on one event loop: they look for a message's capture time and
 * throw it away. Stuck ones stop reading when they have been greeted.
 */
final class LoadClients implements AutoCloseable {

    private static final int CONNECT_SECONDS = 60;
    /** Else thousands of handshakes at once overflow the server's backlog, and the kernel repeats them by seconds. */
    private static final int AT_ONCE = 64;
    private static final int STUCK_RECEIVE_BYTES = 8 * 1024;
    private static final int READ_BYTES = 16 * 1024;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, Epoll.isAvailable() ? EpollIoHandler.newFactory()
                    : NioIoHandler.newFactory());
    private final String address;
    private final int port;
    private final AtomicInteger disconnected = new AtomicInteger();
    /** Event loop only. */
    private Figures figures = new Figures();

    LoadClients(int port, String path) {
        this.port = port;
        address = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: posestream.v1.json\r\n\r\n";
    }

    /** What came in a while. */
    static final class Figures {
        /** Nanoseconds from capture until the message was read, of all clients that read. */
        final Histogram latency = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        /** Payload bytes of the last frame. */
        int frameBytes;
    }

    /** Connects as many more, and waits until each was greeted. */
    void connect(int count, boolean stuck) throws InterruptedException {
        for (int done = 0; done < count; done += AT_ONCE) {
            int now = Math.min(AT_ONCE, count - done);
            CountDownLatch greeted = new CountDownLatch(now);
            for (int i = 0; i < now; i++) {
                connect(stuck, greeted);
            }
            if (!greeted.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(greeted.getCount() + " clients were not greeted");
            }
        }
    }

    /** What came since this was asked last. */
    Figures take() throws InterruptedException {
        try {
            return group.next().submit(() -> {
                Figures taken = figures;
                figures = new Figures();
                return taken;
            }).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Clients whose connection ended. */
    int disconnected() {
        return disconnected.get();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void connect(boolean stuck, CountDownLatch greeted) {
        Bootstrap bootstrap = new Bootstrap().group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        ReadStop stop = new ReadStop();
                        channel.pipeline().addLast(stop, new Client(stuck ? stop : null, greeted));
                    }
                });
        if (stuck) {
            bootstrap.option(ChannelOption.SO_RCVBUF, STUCK_RECEIVE_BYTES);
        }
        bootstrap.connect(InetAddress.getLoopbackAddress(), port);
    }

    /** Keeps a channel from being read; a decoder that has not enough bytes asks for more on its own account. */
    private static final class ReadStop extends ChannelOutboundHandlerAdapter {

        private boolean stopped;

        void stop(Channel channel) {
            stopped = true;
            channel.config().setAutoRead(false);
        }

        @Override
        public void read(ChannelHandlerContext context) {
            if (!stopped) {
                context.read();
            }
        }
    }

    /** Reads unmasked frames (RFC 6455, 5.2) and answers pings. */
    private final class Client extends ByteToMessageDecoder {

        private static final int TEXT = 0x81;
        private static final int PING = 0x89;
        /** Final, masked by zeros, empty. */
        private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
        private static final byte[] FRAME = "{\"type\":\"frame\"".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] CAPTURE = "\"captureNanos\":".getBytes(StandardCharsets.US_ASCII);
        /** The capture time stands within so many bytes. */
        private static final int HEAD_BYTES = 200;

        private final ReadStop stop;
        private final CountDownLatch greeted;
        private boolean upgraded;

        /** @param stop null for a client that goes on reading */
        Client(ReadStop stop, CountDownLatch greeted) {
            this.stop = stop;
            this.greeted = greeted;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.copiedBuffer(address, StandardCharsets.US_ASCII));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            disconnected.incrementAndGet();
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (!upgraded) {
                upgraded = skipHead(in);
            } else if (in.readableBytes() >= 2) {
                int short7 = in.getUnsignedByte(in.readerIndex() + 1);
                int header = short7 < 126 ? 2 : 4;
                if (in.readableBytes() < header) {
                    return;
                }
                int length = short7 < 126 ? short7 : in.getUnsignedShort(in.readerIndex() + 2);
                if (in.readableBytes() >= header + length) {
                    take(context, in, in.readerIndex() + header, length);
                    in.skipBytes(header + length);
                }
            }
        }

        private void take(ChannelHandlerContext context, ByteBuf in, int from, int length) {
            int kind = in.getUnsignedByte(in.readerIndex());
            if (kind == PING) {
                context.writeAndFlush(Unpooled.wrappedBuffer(PONG));
            } else if (kind == TEXT && startsWith(in, from, FRAME)) {
                figures.latency.recordValue(System.nanoTime() - captureNanos(in, from));
                figures.frameBytes = length;
            } else {
                greeted.countDown();
                if (stop != null) {
                    stop.stop(context.channel());
                }
            }
        }

        private static boolean skipHead(ByteBuf in) {
            int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            while (end >= 0) {
                int line = end + 1 - in.readerIndex();
                in.skipBytes(line);
                if (line == 2) {
                    return true;
                }
                end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            }
            return false;
        }

        private static long captureNanos(ByteBuf in, int from) {
            int at = from;
            while (!startsWith(in, at, CAPTURE)) {
                at++;
                if (at > from + HEAD_BYTES) {
                    throw new IllegalStateException("a frame without a capture time");
                }
            }
            long value = 0;
            at += CAPTURE.length;
            for (byte digit = in.getByte(at); digit != ','; digit = in.getByte(++at)) {
                value = 10 * value + digit - '0';
            }
            return value;
        }

        private static boolean startsWith(ByteBuf in, int from, byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                if (in.getByte(from + i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
