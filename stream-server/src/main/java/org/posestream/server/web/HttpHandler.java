package org.posestream.server.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one client's requests, one after the other: those of a path in the table by its route, those below
 * {@code /v1/streams/} by the WebSocket of a stream.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
    /** Requests that a client may send before it has the answer to its first; beyond it is disconnected. */
    private static final int MAX_PIPELINED = 16;

    private final EndpointTable endpoints;
    private final StreamUpgrade streams;
    private final HostRule hosts;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;

    HttpHandler(EndpointTable endpoints, StreamUpgrade streams, HostRule hosts) {
        this.endpoints = endpoints;
        this.streams = streams;
        this.hosts = hosts;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!answering) {
            handle(context, request);
        } else if (waiting.size() < MAX_PIPELINED) {
            waiting.add(request.retain());
        } else {
            context.close();
        }
    }

    private void handle(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            send(context, request, Reply.line(400, "the request is not HTTP/1.1"));
        } else if (!hosts.allows(request.headers())) {
            send(context, request, Reply.line(421, "this server listens on a loopback address and answers to localhost"
                    + " and to addresses in numbers only; use http://127.0.0.1"));
        } else {
            route(context, request);
        }
    }

    private void route(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        String path;
        Map<String, List<String>> query;
        try {
            path = uri.path();
            query = uri.parameters();
        } catch (IllegalArgumentException e) {
            send(context, request, Reply.line(400, "the address is not well formed"));
            return;
        }
        Optional<EndpointTable.Match> match = endpoints.find(path);
        if (match.isPresent()) {
            answer(context, request, path, query, match.get());
        } else if (path.startsWith(StreamUpgrade.PATH + "/")) {
            streams.begin(context, request, path.substring(StreamUpgrade.PATH.length() + 1))
                    .ifPresent(refusal -> send(context, request, refusal));
        } else {
            send(context, request, Reply.line(404, "nothing is served at " + path));
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request, String path,
            Map<String, List<String>> query, EndpointTable.Match match) {
        String method = request.method().name();
        Optional<Endpoint> endpoint = match.endpoint(method);
        if (endpoint.isEmpty()) {
            send(context, request, Reply.line(405, "understood here: " + match.allowed()).with("Allow",
                    match.allowed()));
            return;
        }
        answer(context, request, endpoint.get().route(), new Request(method, path, match.variables(), query,
                ByteBufUtil.getBytes(request.content())));
    }

    /** Waits for the answer without holding up the event loop; requests that come meanwhile wait for their turn. */
    private void answer(ChannelHandlerContext context, FullHttpRequest request, Route route, Request asked) {
        answering = true;
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        String uri = request.uri();
        try {
            route.answer(asked).whenComplete((answer, failure) -> onEventLoop(context, () -> {
                answering = false;
                send(context, keepAlive, failure == null ? (Reply) answer : failed(uri, failure));
                next(context);
            }));
        } catch (RuntimeException e) {
            answering = false;
            send(context, keepAlive, failed(uri, e));
        }
    }

    private static void onEventLoop(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
            return;
        }
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("client {}: the server is closing", context.channel().remoteAddress());
        }
    }

    private void next(ChannelHandlerContext context) {
        while (!answering && !waiting.isEmpty() && !context.isRemoved()) {
            FullHttpRequest request = waiting.remove();
            try {
                handle(context, request);
            } finally {
                request.release();
            }
        }
    }

    private static Reply failed(String uri, Throwable failure) {
        log.error("the answer to {} failed: {}", uri, failure.toString());
        log.debug("the answer failed", failure);
        return Reply.line(500, "the answer failed; the log of the server tells why");
    }

    /** Gone, or a WebSocket from now on: what still waits is never answered. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }

    private static void send(ChannelHandlerContext context, FullHttpRequest request, Reply reply) {
        send(context, HttpUtil.isKeepAlive(request), reply);
    }

    /** The codec leaves out the body of an answer to HEAD. */
    private static void send(ChannelHandlerContext context, boolean keepAlive, Reply reply) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store").set("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response.headers()::set);
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
