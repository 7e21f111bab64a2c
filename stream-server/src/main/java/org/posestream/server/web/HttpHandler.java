package org.posestream.server.web;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one client's requests: {@code /} is the page, {@code /v1/streams} the list of names,
 * {@code /v1/streams/NAME} the WebSocket of a stream.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STREAMS = "/v1/streams";
    private static final byte[] PAGE = resource("page.html");
    /** Clients have nothing to say but ping and close, whose payload is at most 125 bytes. */
    private static final int MAX_INBOUND_BYTES = 1024;

    private final PoseBroadcaster broadcaster;

    HttpHandler(PoseBroadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
        if (!request.decoderResult().isSuccess()) {
            answer(context, request, HttpResponseStatus.BAD_REQUEST, "the request is not HTTP/1.1");
        } else if (!HttpMethod.GET.equals(request.method())) {
            answer(context, request, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET is understood here");
        } else {
            route(context, request);
        }
    }

    private void route(ChannelHandlerContext context, FullHttpRequest request) throws JsonProcessingException {
        String path;
        try {
            path = new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException e) {
            answer(context, request, HttpResponseStatus.BAD_REQUEST, "the address is not well formed");
            return;
        }
        if (path.equals("/")) {
            send(context, request, HttpResponseStatus.OK, "text/html; charset=utf-8", PAGE);
        } else if (path.equals(STREAMS)) {
            send(context, request, HttpResponseStatus.OK, "application/json", JSON.writeValueAsBytes(
                    broadcaster.names()));
        } else if (path.startsWith(STREAMS + "/")) {
            subscribe(context, request, path.substring(STREAMS.length() + 1));
        } else {
            answer(context, request, HttpResponseStatus.NOT_FOUND, "nothing is served at " + path);
        }
    }

    private void subscribe(ChannelHandlerContext context, FullHttpRequest request, String name) {
        StreamChannel stream = broadcaster.stream(name);
        if (stream == null) {
            answer(context, request, HttpResponseStatus.NOT_FOUND, "no stream is named '" + name + "'; see " + STREAMS);
            return;
        }
        if (!request.headers().containsValue(UPGRADE, "websocket", true)) {
            answer(context, request, HttpResponseStatus.UPGRADE_REQUIRED, STREAMS + "/" + name + " is a WebSocket");
            return;
        }
        if (!OriginRule.allows(request.headers())) {
            answer(context, request, HttpResponseStatus.FORBIDDEN, "pages of other hosts may not read this stream");
            return;
        }
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
        pipeline.replace(this, "pose-socket", socket);
        handshake.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                socket.subscribe(pipeline.context(WebSocket13FrameEncoder.class));
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }

    private static void answer(ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status,
            String line) {
        send(context, request, status, "text/plain; charset=utf-8", (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(ChannelHandlerContext context, FullHttpRequest request, HttpResponseStatus status,
            String type, byte[] body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status,
                Unpooled.wrappedBuffer(body));
        response.headers().set(CONTENT_TYPE, type).set(CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store").set("X-Content-Type-Options", "nosniff");
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = HttpHandler.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
