package org.posestream.server.web;

import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.Optional;

/** Makes a client's connection the WebSocket of a stream. */
final class StreamUpgrade {

    static final String PATH = "/v1/streams";
    static final String TEMPLATE = PATH + "/{name}";
    /** Clients have nothing to say but ping and close, whose payload is at most 125 bytes. */
    private static final int MAX_INBOUND_BYTES = 1024;

    private final PoseBroadcaster broadcaster;

    StreamUpgrade(PoseBroadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /** Shakes hands, with which the connection's HTTP ends; or tells why not. */
    Optional<Reply> begin(ChannelHandlerContext context, FullHttpRequest request, String name) {
        // Asked for once: any thread may end it.
        StreamChannel stream = broadcaster.stream(name);
        Optional<Reply> refusal = refusal(request, name, stream);
        if (refusal.isEmpty()) {
            shakeHands(context, request, stream);
        }
        return refusal;
    }

    private static Optional<Reply> refusal(FullHttpRequest request, String name, StreamChannel stream) {
        if (stream == null) {
            return Optional.of(Problem.of(ProblemType.UNKNOWN_STREAM,
                    "no stream is named '" + name + "'; see " + PATH).reply());
        }
        if (!request.headers().containsValue(UPGRADE, "websocket", true)) {
            return Optional.of(Problem.of(426, PATH + "/" + name + " is a WebSocket").reply()
                    .with("Upgrade", "websocket").with("Connection", "Upgrade"));
        }
        if (!OriginRule.allows(request.headers())) {
            return Optional.of(Problem.of(403, "pages of other hosts may not read this stream").reply());
        }
        return Optional.empty();
    }

    private static void shakeHands(ChannelHandlerContext context, FullHttpRequest request, StreamChannel stream) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(request.uri(), null,
                WebSocketDecoderConfig.newBuilder().maxFramePayloadLength(MAX_INBOUND_BYTES).build())
                .newHandshaker(request);
        if (handshaker == null || !WebSocketVersion.V13.equals(handshaker.version())) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        PoseSocketHandler socket = new PoseSocketHandler(stream, handshaker);
        ChannelPipeline pipeline = context.pipeline();
        ChannelFuture handshake = handshaker.handshake(context.channel(), request);
        pipeline.replace(context.handler(), "pose-socket", socket);
        handshake.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                socket.subscribe(pipeline.context(WebSocket13FrameEncoder.class));
            }
        });
    }
}
