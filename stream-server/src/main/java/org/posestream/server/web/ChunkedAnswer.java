package org.posestream.server.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The body of a {@link StreamedReply} on its way to one client, with which the connection ends. What is not said to be
 * of any thread is of the event loop.
 */
final class ChunkedAnswer implements StreamedReply.Sink {

    private final ChannelHandlerContext context;
    /** Pieces that other threads gave and the event loop has not written yet: the channel does not count them. */
    private final AtomicInteger handedOver = new AtomicInteger();
    /** Null before there is something to run. */
    private Runnable whenOver;
    private boolean over;

    ChunkedAnswer(ChannelHandlerContext context) {
        this.context = context;
    }

    void begin(Function<StreamedReply.Sink, Runnable> begin) {
        Runnable last = begin.apply(this);
        if (over) {
            last.run();
        } else {
            whenOver = last;
        }
    }

    /** To be called when the client has gone; nothing is sent any more. */
    void over() {
        if (!over) {
            over = true;
            if (whenOver != null) {
                whenOver.run();
            }
        }
    }

    /** From any thread. */
    @Override
    public boolean isReady() {
        return handedOver.get() == 0 && context.channel().isWritable();
    }

    /** From any thread. */
    @Override
    public void send(byte[] piece) {
        handedOver.incrementAndGet();
        onEventLoop(() -> {
            handedOver.decrementAndGet();
            if (!over) {
                context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
            }
        });
    }

    /** From any thread. */
    @Override
    public void end() {
        onEventLoop(() -> {
            if (!over) {
                context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
                over();
            }
        });
    }

    private void onEventLoop(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
            return;
        }
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException e) {
            // The server is closing, and every connection with it.
            return;
        }
    }
}
