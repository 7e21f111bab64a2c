package org.posestream.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's WebSocket after the handshake: subscribed until it goes; it has nothing to say but ping and close. */
final class PoseSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger log = LoggerFactory.getLogger(PoseSocketHandler.class);

    private final StreamChannel stream;
    private final WebSocketServerHandshaker handshaker;
    private Subscriber subscriber;

    PoseSocketHandler(StreamChannel stream, WebSocketServerHandshaker handshaker) {
        this.stream = stream;
        this.handshaker = handshaker;
    }

    /** Begins to receive, ready-made frames going out from the given place in the pipeline. */
    void subscribe(ChannelHandlerContext outbound) {
        subscriber = new Subscriber(outbound);
        stream.add(subscriber);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            unsubscribe(context);
            handshaker.close(context, close.retain());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (subscriber != null) {
            subscriber.drain();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        unsubscribe(context);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }

    private void unsubscribe(ChannelHandlerContext context) {
        if (subscriber != null) {
            stream.remove(subscriber);
            log.debug("client {} left, {} messages lost to its slowness", context.channel().remoteAddress(),
                    subscriber.dropped());
            subscriber = null;
        }
    }
}
