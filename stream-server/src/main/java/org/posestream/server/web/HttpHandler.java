package org.posestream.server.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.ArrayDeque;
import java.util.Map;
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

    private final Map<String, Route> routes;
    private final StreamUpgrade streams;
    private final HostRule hosts;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;

    HttpHandler(Map<String, Route> routes, StreamUpgrade streams, HostRule hosts) {
        this.routes = routes;
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
        } else if (!isReading(request.method())) {
            send(context, request, Reply.line(405, "only GET and HEAD are understood here"));
        } else {
            route(context, request);
        }
    }

    private void route(ChannelHandlerContext context, FullHttpRequest request) {
        String path;
        try {
            path = new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException e) {
            send(context, request, Reply.line(400, "the address is not well formed"));
            return;
        }
        Route route = routes.get(path);
        if (route != null) {
            answer(context, request, route);
        } else if (path.startsWith(StreamUpgrade.PATH + "/")) {
            streams.begin(context, request, path.substring(StreamUpgrade.PATH.length() + 1))
                    .ifPresent(refusal -> send(context, request, refusal));
        } else {
            send(context, request, Reply.line(404, "nothing is served at " + path));
        }
    }

    /** Waits for the answer without holding up the event loop; requests that come meanwhile wait for their turn. */
    private void answer(ChannelHandlerContext context, FullHttpRequest request, Route route) {
        answering = true;
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        try {
            route.answer().whenComplete((reply, failure) -> onEventLoop(context, () -> {
                answering = false;
                send(context, keepAlive, failure == null ? reply : failed(request.uri(), failure));
                next(context);
            }));
        } catch (RuntimeException e) {
            answering = false;
            send(context, keepAlive, failed(request.uri(), e));
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

    private static boolean isReading(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
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
        if (reply.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
