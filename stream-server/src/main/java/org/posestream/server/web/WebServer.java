package org.posestream.server.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.posestream.server.access.AccessRules;
import org.posestream.server.access.Scope;

/** The HTTP and WebSocket server: one event loop, epoll where there is one. */
public final class WebServer implements AutoCloseable {

    /** With the system's default the kernel takes megabytes for a slow client before it shows as not writable. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;
    /** Above 64 KiB a client counts as slow, below 32 KiB as well again: about 20 messages of one person. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /** How exactly the times of pings, notices and closings are met. */
    private static final int TICK_MILLIS = 250;

    private final EventLoopGroup group;
    private final PoseBroadcaster broadcaster;
    private final Connections connections;
    private final List<Endpoint> endpoints;
    private final WebSettings settings;
    private final Channel channel;

    /**
     * Binds the address. Served are the streams, sessions, and what is given.
     *
     * @param settings where, for whom, and how much
     * @param more what else is served
     * @throws IOException when it cannot be had; the message is one line that names it
     */
    public WebServer(WebSettings settings, List<Endpoint> more) throws IOException {
        this.settings = settings;
        InetSocketAddress address = settings.address();
        connections = new Connections(settings.limits().connections());
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("web", true), io);
        broadcaster = new PoseBroadcaster(group.next(), System::nanoTime, ByteBufAllocator.DEFAULT);
        group.next().scheduleWithFixedDelay(broadcaster::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        List<Endpoint> all = new ArrayList<>(more);
        // Shaken hands with instead of being asked.
        all.add(Endpoint.get(StreamUpgrade.TEMPLATE, Scope.VIEW, request -> {
            throw new IllegalStateException("a WebSocket has no route");
        }));
        all.addAll(new SessionEndpoints(settings.access(), settings.tls().isPresent()).all());
        endpoints = List.copyOf(all);
        try {
            channel = bind(address, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
        } catch (Exception e) {
            close(group);
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                    + reason(e) + "; choose another port with --port", e);
        }
    }

    /** One for this machine alone, without limits that matter; see {@link WebSettings#local}. */
    public WebServer(InetSocketAddress address, List<Endpoint> more) throws IOException {
        this(WebSettings.local(address), more);
    }

    /** The same with room for so many. */
    WebServer(InetSocketAddress address, ConnectionLimits limits, List<Endpoint> more) throws IOException {
        this(WebSettings.local(address).withConnections(limits), more);
    }

    /** All that is served. */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Lets others in from now on, and whoever is not one of them out. */
    public void setAccess(AccessRules rules) {
        settings.access().setRules(rules);
        group.next().execute(() -> connections.closeUnless(settings.access()::isStillWelcome));
    }

    /** Takes frames for the subscribers. */
    public PoseBroadcaster broadcaster() {
        return broadcaster;
    }

    /** What is known of the clients now; any thread. */
    public WebReading reading() {
        return new WebReading(connections.open(), connections.refused(), broadcaster.readings());
    }

    /** The port that is listened on; of interest when 0 was asked for. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Tells every subscriber that its stream has ended, and ends all connections. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        if (!group.isShuttingDown()) {
            broadcaster.closeAll();
            // What was handed to the event loop before is written when this runs; what closing leads to has run after
            // the second, which an event loop that is shutting down would not wait for.
            group.next().submit(connections::closeAll).awaitUninterruptibly(1, TimeUnit.SECONDS);
            group.next().submit(() -> { }).awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        close(group);
    }

    private Channel bind(InetSocketAddress address, Class<? extends ServerChannel> type) throws Exception {
        StreamUpgrade streams = new StreamUpgrade(broadcaster, connections);
        Router router = new Router(endpoints, settings);
        return new ServerBootstrap().group(group).channel(type)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        client.pipeline().addLast(connections);
                        assemble(client.pipeline(), settings, new HttpHandler(router, streams));
                    }
                })
                .bind(address).sync().channel();
    }

    /** What a client's bytes go through. */
    static void assemble(ChannelPipeline pipeline, WebSettings settings, HttpHandler http) {
        WebLimits limits = settings.limits();
        settings.tls().ifPresent(tls -> pipeline.addLast(tls.newHandler(limits)));
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(limits.lineBytes())
                .setMaxHeaderSize(limits.headerBytes())), new RequestAggregator(limits.bodyBytes()), http);
    }

    /** Epoll's message without the name of the system call. */
    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).replaceFirst("^bind\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
    }

    private static void close(EventLoopGroup group) {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
