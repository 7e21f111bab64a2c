package org.posestream.server.web;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.posestream.server.protocol.MessageEncoder;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.SubscribeOptions;
import org.posestream.server.protocol.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. What it is owed is a state rather than a queue, the newest of each kind, and goes out while its socket
 * takes bytes; so a client that takes none costs the same memory however long that lasts. Event loop only.
 */
final class Subscriber {

    /** A client that was not heard of for so long is asked for a sign of life. */
    static final long PING_NANOS = 20_000_000_000L;
    /** A client that was not heard of for so long is gone. */
    static final long SILENCE_NANOS = 60_000_000_000L;
    /** So long a client may take to answer the closing of its connection. */
    static final long CLOSE_NANOS = 2_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

    private final ChannelHandlerContext context;
    private final WireFormat format;
    private final String target;
    private final OutboundMessages messages;
    private final Map<StreamChannel, Subscription> subscriptions = new LinkedHashMap<>();
    /** Those that have something to send, in turn. */
    private final Queue<Subscription> ready = new ArrayDeque<>();
    private SubscribeOptions options = SubscribeOptions.DEFAULT;
    private Supplier<ByteBuf> hello;
    private Supplier<ByteBuf> time;
    private ByteBuf pong;
    private boolean owesPing;
    private boolean isClosing;
    private boolean isSending;
    private long heardNanos;
    private long pingedNanos;
    private long closedNanos;
    private long nowNanos;

    /**
     * A client that is subscribed to nothing yet.
     *
     * @param context the place in the channel's pipeline from which ready-made WebSocket frames go out
     * @param target a stream's name, or {@link PoseBroadcaster#ALL}
     */
    Subscriber(ChannelHandlerContext context, WireFormat format, String target, OutboundMessages messages,
            long nowNanos) {
        this.context = requireNonNull(context, "context is null");
        this.format = format;
        this.target = target;
        this.messages = messages;
        this.nowNanos = nowNanos;
        heardNanos = nowNanos;
        pingedNanos = nowNanos;
    }

    WireFormat format() {
        return format;
    }

    /** A stream's name, or {@link PoseBroadcaster#ALL}. */
    String target() {
        return target;
    }

    /** Those of its last subscription that was not refused. */
    SubscribeOptions options() {
        return options;
    }

    void setOptions(SubscribeOptions newest) {
        options = newest;
    }

    boolean isForAll() {
        return target.equals(PoseBroadcaster.ALL);
    }

    /** Its share of the stream, made if there is none yet. */
    Subscription subscriptionTo(StreamChannel stream) {
        return subscriptions.computeIfAbsent(stream, each -> new Subscription(this, each));
    }

    /** A stream has ended: so has a client of this stream alone; one of all streams is still sent its last status. */
    void ended(StreamChannel stream, WebSocketCloseStatus reason) {
        subscriptions.remove(stream);
        if (!isForAll()) {
            close(reason);
        }
    }

    ByteBuf encode(ToIntFunction<MessageEncoder> message) {
        return messages.encode(format, message);
    }

    /** Whether a message may go out at once, before nothing that waits. */
    boolean isFree() {
        return channel().isWritable() && ready.isEmpty() && hello == null;
    }

    boolean isClosing() {
        return isClosing;
    }

    /** Sends a ready-made WebSocket frame, which is the channel's from now on. */
    void send(ByteBuf message) {
        context.writeAndFlush(message, context.voidPromise());
    }

    void enqueue(Subscription subscription) {
        ready.add(subscription);
    }

    /** Owes a hello, made when it is sent; before all that comes later. */
    void offerHello(Supplier<ByteBuf> newest) {
        hello = newest;
        drain();
    }

    /** Owes the time, made when it is sent; of several questions that a slow client asks the last is answered. */
    void offerTime(Supplier<ByteBuf> newest) {
        time = newest;
        drain();
    }

    /** Owes an answer to a ping; of several the last is answered (RFC 6455, 5.5.3). */
    void offerPong(ByteBuf payload) {
        releasePong();
        pong = payload;
        drain();
    }

    /** Takes note of a sign of life. */
    void heard(long now) {
        heardNanos = now;
        nowNanos = now;
    }

    /** Does what is due: asks for a sign of life, tells of lost frames, gives up who is gone. */
    void tick(long now) {
        nowNanos = now;
        if (isClosing) {
            if (now - closedNanos >= CLOSE_NANOS) {
                channel().close();
            }
        } else if (now - heardNanos >= SILENCE_NANOS) {
            log.debug("client {} gave no sign of life for {} s", channel().remoteAddress(),
                    SILENCE_NANOS / 1_000_000_000);
            isClosing = true;
            channel().close();
        } else {
            if (now - Math.max(heardNanos, pingedNanos) >= PING_NANOS) {
                owesPing = true;
                pingedNanos = now;
            }
            subscriptions.values().stream().filter(each -> each.owesLag(now)).forEach(Subscription::enqueue);
            drain();
        }
    }

    /** Sends what waits, as far as the socket takes it; called also when it takes bytes again. */
    void drain() {
        if (isSending || isClosing) {
            return;
        }
        boolean wrote = false;
        // A write may tell that the socket is full, and that ends here again.
        isSending = true;
        try {
            while (channel().isWritable() && writeNext()) {
                wrote = true;
            }
        } finally {
            isSending = false;
        }
        if (wrote) {
            context.flush();
        }
    }

    /** Says why not, and closes. */
    void refuse(ProtocolException refusal) {
        if (!isClosing) {
            context.write(encode(encoder -> encoder.error(refusal)), context.voidPromise());
            close(new WebSocketCloseStatus(refusal.code().closeCode(), refusal.closeReason()));
        }
    }

    /** Ends the connection after what was sent before; what waits is dropped. */
    void close(WebSocketCloseStatus status) {
        if (!isClosing) {
            sendLast(new CloseWebSocketFrame(status), channel().voidPromise());
        }
    }

    /** Answers a client that closes, and ends the connection when that is sent; or later, where nothing is taken. */
    void answerClosing(CloseWebSocketFrame answer) {
        sendLast(answer, channel().newPromise().addListener(ChannelFutureListener.CLOSE));
    }

    private void sendLast(CloseWebSocketFrame last, ChannelPromise sent) {
        isClosing = true;
        closedNanos = nowNanos;
        leaveStreams();
        release();
        channel().writeAndFlush(last, sent);
    }

    /** Is sent nothing more of any stream. */
    void leaveStreams() {
        List.copyOf(subscriptions.values()).forEach(each -> each.stream().detach(each));
    }

    /** Lets go of all that waits. */
    void release() {
        hello = null;
        time = null;
        owesPing = false;
        releasePong();
        subscriptions.values().forEach(Subscription::release);
        // A stream that has ended may still have something to say.
        ready.forEach(Subscription::release);
        ready.clear();
    }

    private boolean writeNext() {
        if (hello != null) {
            ByteBuf message = hello.get();
            hello = null;
            return write(message);
        }
        if (time != null) {
            ByteBuf message = time.get();
            time = null;
            return write(message);
        }
        if (pong != null) {
            ByteBuf payload = pong;
            pong = null;
            channel().write(new PongWebSocketFrame(payload), channel().voidPromise());
            return true;
        }
        if (owesPing) {
            owesPing = false;
            channel().write(new PingWebSocketFrame(), channel().voidPromise());
            return true;
        }
        return writeNextOfStreams();
    }

    private boolean writeNextOfStreams() {
        Subscription subscription = ready.poll();
        while (subscription != null) {
            ByteBuf message = subscription.poll(nowNanos);
            if (message != null) {
                // Behind the others, so that a slow client sees all of its streams.
                ready.add(subscription);
                return write(message);
            }
            subscription = ready.poll();
        }
        return false;
    }

    private boolean write(ByteBuf message) {
        context.write(message, context.voidPromise());
        return true;
    }

    private void releasePong() {
        if (pong != null) {
            pong.release();
            pong = null;
        }
    }

    private Channel channel() {
        return context.channel();
    }
}
