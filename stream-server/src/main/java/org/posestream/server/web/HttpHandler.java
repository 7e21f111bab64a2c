package org.posestream.server.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
    /**
     * A whole request must have come so long after the connection began, or after the last answer: who says nothing and
     * who sends a byte now and then are disconnected alike.
     */
    private static final int REQUEST_SECONDS = 60;
    /** A client that takes nothing of an answer in pieces for so long is gone. */
    private static final int PIECE_SECONDS = 60;

    private final EndpointTable endpoints;
    private final StreamUpgrade streams;
    private final HostRule hosts;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    /** Whether the next request must wait; for ever, where the connection ends with the answer. */
    private boolean answering;
    /** Ends the connection, unless a request is being answered. */
    private Future<?> deadline;
    /** Null before an answer in pieces begins. */
    private ChunkedAnswer chunked;

    HttpHandler(EndpointTable endpoints, StreamUpgrade streams, HostRule hosts) {
        this.endpoints = endpoints;
        this.streams = streams;
        this.hosts = hosts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        expectRequest(context);
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
        deadline.cancel(false);
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
        answer(context, AnswerForm.of(request), endpoint.get(), new Request(method, path, match.variables(), query,
                ByteBufUtil.getBytes(request.content())));
    }

    /** Waits for the answer without holding up the event loop; requests that come meanwhile wait for their turn. */
    private void answer(ChannelHandlerContext context, AnswerForm form, Endpoint endpoint, Request asked) {
        answering = true;
        try {
            endpoint.route().answer(asked).whenComplete((answer, failure) -> onEventLoop(context, () -> {
                answering = false;
                send(context, form, failure == null ? answer : failed(endpoint, failure));
                next(context);
            }));
        } catch (RuntimeException e) {
            answering = false;
            send(context, form, failed(endpoint, e));
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

    private static Reply failed(Endpoint endpoint, Throwable failure) {
        log.error("the answer to {} {} failed: {}", endpoint.method(), endpoint.template(), failure.toString());
        log.debug("the answer failed", failure);
        return Reply.line(500, "the answer failed; the log of the server tells why");
    }

    private void send(ChannelHandlerContext context, FullHttpRequest request, Reply reply) {
        send(context, AnswerForm.of(request), reply);
    }

    private void send(ChannelHandlerContext context, AnswerForm form, Answer answer) {
        if (context.isRemoved()) {
            return;
        }
        if (answer instanceof StreamedReply streamed) {
            begin(context, form, streamed);
            return;
        }
        ChannelFuture written = context.writeAndFlush(form.whole((Reply) answer));
        expectRequest(context);
        if (!form.keepAlive()) {
            answering = true;
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The connection ends with the answer. */
    private void begin(ChannelHandlerContext context, AnswerForm form, StreamedReply reply) {
        answering = true;
        context.pipeline().addFirst(new WriteTimeoutHandler(PIECE_SECONDS));
        context.writeAndFlush(form.head(reply));
        if (form.headOnly()) {
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        chunked = new ChunkedAnswer(context);
        try {
            chunked.begin(reply.begin());
        } catch (RuntimeException e) {
            log.error("an answer of {} failed: {}", reply.contentType(), e.toString());
            log.debug("the answer failed", e);
            context.close();
        }
    }

    private void expectRequest(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> {
            log.debug("client {} sent no whole request, or took no answer, for {} s",
                    context.channel().remoteAddress(), REQUEST_SECONDS);
            context.close();
        }, REQUEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Gone, or a WebSocket from now on: what still waits is never answered. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel(false);
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
        if (chunked != null) {
            chunked.over();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }
}
