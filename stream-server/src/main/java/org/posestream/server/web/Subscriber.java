package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** One client: a mailbox of one message, the newest, drained while the client's socket takes bytes. Event loop only. */
final class Subscriber {

    private final ChannelHandlerContext context;
    private ByteBuf pending;
    private long dropped;

    /** @param context the place in the channel's pipeline from which ready-made WebSocket frames go out */
    Subscriber(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Sends the message, or keeps it in place of an older one while the client is slow. */
    void offer(ByteBuf message) {
        if (pending != null) {
            release();
            dropped++;
        }
        if (context.channel().isWritable()) {
            write(message.retainedDuplicate());
        } else {
            pending = message.retainedDuplicate();
        }
    }

    /** Sends what waited; called when the socket takes bytes again. */
    void drain() {
        if (pending != null && context.channel().isWritable()) {
            ByteBuf message = pending;
            pending = null;
            write(message);
        }
    }

    /** Messages that this client lost because it was slow. */
    long dropped() {
        return dropped;
    }

    /** Tells the client that the stream has ended, and ends the connection. */
    void close() {
        release();
        context.channel().writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE))
                .addListener(ChannelFutureListener.CLOSE);
    }

    void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private void write(ByteBuf message) {
        context.writeAndFlush(message, context.voidPromise());
    }
}
