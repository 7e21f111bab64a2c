package org.posestream.server.web;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.Map;
import org.posestream.server.protocol.ClientMessage;
import org.posestream.server.protocol.ErrorCode;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client's WebSocket says after the handshake, until it goes. */
final class PoseSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** Frames of any kind: one that asks for the time every second and is pinged is far off. */
    private static final int FRAMES_PER_SECOND = 10;
    private static final int FRAMES_AT_ONCE = 40;
    /** Each may add a feed and is answered by a hello, which is the longest message without people. */
    private static final int SUBSCRIBES_PER_SECOND = 1;
    private static final int SUBSCRIBES_AT_ONCE = 10;

    /** Who comes back with a token that counts is let in, so this is no refusal for ever. */
    private static final WebSocketCloseStatus WITHDRAWN = new WebSocketCloseStatus(
            WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), "the token does not count any more");

    private static final Logger log = LoggerFactory.getLogger(PoseSocketHandler.class);

    private final PoseBroadcaster broadcaster;
    private final WireFormat format;
    private final MessageRate frames;
    private final MessageRate subscribes;
    /** Null before the handshake has ended, and when the client is gone. */
    private Subscriber subscriber;

    PoseSocketHandler(PoseBroadcaster broadcaster, WireFormat format) {
        this.broadcaster = broadcaster;
        this.format = format;
        long nowNanos = broadcaster.nowNanos();
        frames = new MessageRate(FRAMES_PER_SECOND, FRAMES_AT_ONCE, nowNanos);
        subscribes = new MessageRate(SUBSCRIBES_PER_SECOND, SUBSCRIBES_AT_ONCE, nowNanos);
    }

    /**
     * The handshake has ended.
     *
     * @param outbound the place in the pipeline from which ready-made frames go out
     * @param target a stream's name, or {@link PoseBroadcaster#ALL}
     */
    void begin(ChannelHandlerContext outbound, String target) {
        subscriber = new Subscriber(outbound, format, target, broadcaster.messages(), broadcaster.nowNanos());
        broadcaster.add(subscriber);
    }

    /** Begins to receive by the options of the address, or is told why not. */
    void join(Map<String, List<String>> options) {
        try {
            broadcaster.subscribe(subscriber, SubscribeOptions.parse(options));
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    void refuse(ProtocolException refusal) {
        subscriber.refuse(refusal);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (subscriber == null) {
            return;
        }
        if (subscriber.isClosing()) {
            if (frame instanceof CloseWebSocketFrame) {
                context.close();
            }
            return;
        }
        long nowNanos = broadcaster.nowNanos();
        subscriber.heard(nowNanos);
        try {
            if (!frames.admits(nowNanos)) {
                throw new ProtocolException(ErrorCode.TOO_MANY_MESSAGES, "more than " + FRAMES_AT_ONCE
                        + " messages at once, or " + FRAMES_PER_SECOND + " a second");
            }
            hear(frame, nowNanos);
        } catch (ProtocolException e) {
            subscriber.refuse(e);
        }
    }

    private void hear(WebSocketFrame frame, long nowNanos) throws ProtocolException {
        if (frame instanceof PingWebSocketFrame) {
            subscriber.offerPong(frame.content().retain());
        } else if (frame instanceof CloseWebSocketFrame close) {
            subscriber.answerClosing(close.retainedDuplicate());
        } else if (!(frame instanceof PongWebSocketFrame)) {
            requireFrameOf(format, frame);
            obey(ClientMessage.parse(format, ByteBufUtil.getBytes(frame.content())), nowNanos);
        }
    }

    private static void requireFrameOf(WireFormat format, WebSocketFrame frame) throws ProtocolException {
        boolean fits = switch (format) {
            case JSON -> frame instanceof TextWebSocketFrame;
            case PROTO -> frame instanceof BinaryWebSocketFrame;
        };
        if (!fits) {
            throw new ProtocolException(ErrorCode.WRONG_FRAME, "messages of " + format.subProtocol() + " go in "
                    + (format == WireFormat.JSON ? "text" : "binary") + " frames");
        }
    }

    private void obey(ClientMessage message, long nowNanos) throws ProtocolException {
        if (message instanceof ClientMessage.Subscribe subscribe) {
            if (!subscribes.admits(nowNanos)) {
                throw new ProtocolException(ErrorCode.TOO_MANY_MESSAGES, "more than " + SUBSCRIBES_AT_ONCE
                        + " subscribe messages at once, or " + SUBSCRIBES_PER_SECOND + " a second");
            }
            broadcaster.subscribe(subscriber, subscribe.options());
        } else if (message instanceof ClientMessage.TimeRequest question) {
            broadcaster.tellTime(subscriber, question);
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
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == AccessWithdrawn.EVENT && subscriber != null) {
            subscriber.close(WITHDRAWN);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("client {}: {}", context.channel().remoteAddress(), cause.toString());
        if (subscriber != null && cause instanceof CorruptedWebSocketFrameException corrupted) {
            subscriber.close(corrupted.closeStatus());
        } else if (subscriber != null && cause instanceof TooLongFrameException) {
            subscriber.close(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else {
            context.close();
        }
    }

    private void leave() {
        if (subscriber != null) {
            broadcaster.leave(subscriber);
            subscriber = null;
        }
    }
}
