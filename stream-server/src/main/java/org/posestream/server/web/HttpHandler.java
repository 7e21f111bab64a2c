package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.posestream.server.access.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one client's requests, one after the other: by the route of their endpoint, or, those for a stream, by its
 * WebSocket.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(HttpHandler.class);
    /** Requests that a client may send before it has the answer to its first; beyond it is disconnected. */
    private static final int MAX_PIPELINED = 16;
    /**
     * So long a client whose request is refused half-read may take to hear of it: a connection that is closed while
     * bytes come is reset, and the answer may be lost with it.
     */
    private static final long UNREAD_NANOS = 2_000_000_000L;
    /** A client that takes nothing of an answer in pieces for so long is gone. */
    private static final int PIECE_SECONDS = 60;

    private final Router router;
    private final StreamUpgrade streams;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    /** Whether the next request must wait; for ever, where the connection ends with the answer. */
    private boolean answering;
    /** Ends the connection, unless a request is being answered. */
    private Future<?> deadline;
    /** Null before an answer in pieces begins. */
    private ChunkedAnswer chunked;

    HttpHandler(Router router, StreamUpgrade streams) {
        this.router = router;
        this.streams = streams;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closeAfter(context, router.requestTimeoutNanos());
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
        AnswerForm form = router.form(context.channel(), request);
        Router.Outcome outcome = router.find(context.channel(), request);
        if (outcome instanceof Router.Outcome.Refused refused) {
            send(context, form, refused.reply());
            return;
        }
        Router.Outcome.Found found = (Router.Outcome.Found) outcome;
        if (found.endpoint().scope() != Scope.NONE) {
            context.channel().attr(Connections.CALLER).set(found.request().caller());
        }
        if (found.endpoint().template().equals(StreamUpgrade.TEMPLATE)) {
            streams.begin(context, request, found.request().variable("name"))
                    .ifPresent(refusal -> send(context, form, refusal));
        } else {
            answer(context, form, found.endpoint(), found.request());
        }
    }

    /** Waits for the answer without holding up the event loop; requests that come meanwhile wait for their turn. */
    private void answer(ChannelHandlerContext context, AnswerForm form, Endpoint endpoint, Request asked) {
        answering = true;
        try {
            endpoint.route().answer(asked).whenComplete((answer, failure) -> onEventLoop(context, () -> {
                answering = false;
                if (failure == null) {
                    sendOrFail(context, form, endpoint, answer);
                } else {
                    send(context, form, failed(endpoint, failure));
                }
                next(context);
            }));
        } catch (RuntimeException e) {
            answering = false;
            send(context, form, failed(endpoint, e));
        }
    }

    /** A route may also fail by an answer that is none, or that HTTP cannot say. */
    private void sendOrFail(ChannelHandlerContext context, AnswerForm form, Endpoint endpoint, Answer answer) {
        try {
            send(context, form, requireNonNull(answer, "the answer is null"));
        } catch (RuntimeException e) {
            send(context, form, failed(endpoint, e));
        }
    }

    /** What throws ends the connection: whoever completed the answer would get the exception, and tell nobody. */
    private void onEventLoop(ChannelHandlerContext context, Runnable task) {
        if (!context.executor().inEventLoop()) {
            handOver(context, () -> onEventLoop(context, task));
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            exceptionCaught(context, e);
        }
    }

    private static void handOver(ChannelHandlerContext context, Runnable task) {
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
        return Problem.of(500, "the answer failed; the log of the server tells why").reply();
    }

    private void send(ChannelHandlerContext context, AnswerForm form, Answer answer) {
        if (context.isRemoved()) {
            return;
        }
        if (answer instanceof StreamedReply streamed) {
            begin(context, form, streamed);
            return;
        }
        FullHttpResponse response = form.whole((Reply) answer);
        router.dress(response.headers());
        ChannelFuture written = context.writeAndFlush(response);
        closeAfter(context, form.unread() ? UNREAD_NANOS : router.requestTimeoutNanos());
        answering = !form.keepAlive();
        if (!form.keepAlive() && !form.unread()) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The connection ends with the answer. */
    private void begin(ChannelHandlerContext context, AnswerForm form, StreamedReply reply) {
        answering = true;
        context.pipeline().addFirst(new WriteTimeoutHandler(PIECE_SECONDS));
        HttpResponse head = form.head(reply);
        router.dress(head.headers());
        context.writeAndFlush(head);
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

    /**
     * A whole request must have come so long after the connection began, or after the last answer: who says nothing and
     * who sends a byte now and then are disconnected alike.
     */
    private void closeAfter(ChannelHandlerContext context, long nanos) {
        deadline = context.executor().schedule(() -> {
            log.debug("client {} sent no whole request, or took no answer, for {} s",
                    context.channel().remoteAddress(), TimeUnit.NANOSECONDS.toSeconds(nanos));
            context.close();
        }, nanos, TimeUnit.NANOSECONDS);
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == AccessWithdrawn.EVENT) {
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }
}
