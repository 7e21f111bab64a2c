package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.posestream.pipeline.CameraState;
import org.posestream.pose.PoseFrame;
import org.posestream.server.protocol.ErrorCode;
import org.posestream.server.protocol.LostPeople;
import org.posestream.server.protocol.ProtocolException;
import org.posestream.server.protocol.StreamStatus;
import org.posestream.server.protocol.WireFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: its newest frame, its status, and its subscribers by what they want. All but {@link #publish},
 * {@link #latest} and {@link #reading} runs on the event loop.
 */
final class StreamChannel {

    /** Forms in which a frame is encoded at most; each costs the event loop about as much as thirty clients. */
    static final int MAX_FEEDS = 32;
    /** Between two status messages. */
    static final long STATUS_NANOS = 1_000_000_000;

    private static final Logger log = LoggerFactory.getLogger(StreamChannel.class);

    private final String name;
    private final Executor loop;
    private final LongSupplier clock;
    private final OutboundMessages messages;
    private final StreamCounters counters = new StreamCounters();
    private LostPeople lostPeople = new LostPeople();
    /** Copied on change, because a write that fails may end a feed while all of them are being served. */
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final AtomicReference<PoseFrame> mailbox = new AtomicReference<>();
    private volatile PoseFrame latest;
    private volatile boolean hasSubscribers;
    private StreamStatus status;
    private StreamStatus told;
    private long toldNanos;
    private boolean hasEnded;

    /**
     * A stream without subscribers.
     *
     * @param loop the event loop of its subscribers
     * @param clock the machine's monotonic clock
     */
    StreamChannel(String name, Executor loop, LongSupplier clock, OutboundMessages messages) {
        this.name = name;
        this.loop = loop;
        this.clock = clock;
        this.messages = messages;
        status = new StreamStatus(name, CameraState.CONNECTING, 0, 0, 0, 0, 0, 0, Optional.empty());
    }

    String name() {
        return name;
    }

    StreamCounters counters() {
        return counters;
    }

    /** What is known of its subscribers; any thread. */
    StreamReading reading() {
        return counters.reading(name);
    }

    /** The newest frame; any thread. */
    Optional<PoseFrame> latest() {
        return Optional.ofNullable(latest);
    }

    StreamStatus status() {
        return status;
    }

    /**
     * Puts the frame in place of one that the event loop has not taken yet, and wakes the loop; from the publishing
     * thread.
     */
    void publish(PoseFrame frame) {
        latest = frame;
        if (!hasSubscribers) {
            return;
        }
        if (mailbox.getAndSet(frame) != null) {
            counters.framesOvertaken.increment();
            return;
        }
        try {
            loop.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The server is closing: nobody is left to send to.
            mailbox.set(null);
        }
    }

    /**
     * Adds a subscription, or moves it to another feed.
     *
     * @throws ProtocolException when there are as many feeds as there may be; then nothing is changed
     */
    void attach(Subscription subscription, FeedKey key) throws ProtocolException {
        Feed feed = feed(key);
        if (feed == null) {
            if (feeds.size() >= MAX_FEEDS) {
                throw new ProtocolException(ErrorCode.LIMIT_REACHED, "stream '" + name + "' is being sent in "
                        + MAX_FEEDS + " forms, which is the most; ask for the options of others, or try later");
            }
            if (feeds.isEmpty()) {
                // Nobody has looked since then, so whoever is gone has been for who knows how long.
                lostPeople = new LostPeople();
            }
            feed = new Feed(key, messages);
            feeds.add(feed);
        }
        if (!feed.subscriptions().contains(subscription)) {
            detach(subscription);
            feed.subscriptions().add(subscription);
        }
        count();
    }

    void detach(Subscription subscription) {
        for (Feed feed : feeds) {
            if (feed.subscriptions().remove(subscription) && feed.subscriptions().isEmpty()) {
                feeds.remove(feed);
            }
        }
        count();
    }

    /** Takes note of what the stream is doing; subscribers are told when something of note has changed. */
    void setStatus(StreamStatus newest, long nowNanos) {
        if (!hasEnded) {
            status = newest;
            tellStatus(nowNanos);
        }
    }

    /** Tells a change that was held back, when its time has come. */
    void tellStatus(long nowNanos) {
        if (told == null || isOfNote(status, told) && nowNanos - toldNanos >= STATUS_NANOS) {
            told = status;
            toldNanos = nowNanos;
            sendStatus();
        }
    }

    /** Tells the subscribers, after what was sent before, that nothing more will come. */
    void end(WebSocketCloseStatus reason) {
        status = new StreamStatus(name, CameraState.STOPPED, 0, status.imageWidth(), status.imageHeight(), 0, 0,
                status.failedFrames(), status.error());
        hasEnded = true;
        sendStatus();
        for (Feed feed : feeds) {
            for (Subscription subscription : feed.subscriptions()) {
                subscription.releaseFrame();
                subscription.subscriber().ended(this, reason);
            }
        }
        feeds.clear();
        count();
    }

    private void deliver() {
        PoseFrame newest = mailbox.getAndSet(null);
        if (newest == null) {
            return;
        }
        PoseFrame frame = lostPeople.apply(newest);
        long nowNanos = clock.getAsLong();
        for (Feed feed : feeds) {
            try {
                feed.send(frame, nowNanos);
            } catch (RuntimeException e) {
                fail(feed, e);
            }
        }
    }

    /** A frame that cannot be encoded in one form is nothing to those who want another. */
    private void fail(Feed feed, RuntimeException failure) {
        log.error("{}: a frame could not be sent: {}", name, failure.toString());
        log.debug("{}: a frame could not be sent", name, failure);
        for (Subscription subscription : feed.subscriptions()) {
            subscription.subscriber().close(WebSocketCloseStatus.INTERNAL_SERVER_ERROR);
        }
    }

    private void sendStatus() {
        for (WireFormat format : WireFormat.values()) {
            List<Subscription> all = feeds.stream().filter(feed -> feed.key().format() == format)
                    .flatMap(feed -> feed.subscriptions().stream()).toList();
            if (all.isEmpty()) {
                continue;
            }
            ByteBuf message = messages.encode(format, encoder -> encoder.status(status));
            try {
                all.forEach(subscription -> subscription.offerStatus(message));
            } finally {
                message.release();
            }
        }
    }

    private static boolean isOfNote(StreamStatus now, StreamStatus before) {
        return now.state() != before.state() || now.failedFrames() != before.failedFrames()
                || now.imageWidth() != before.imageWidth() || now.imageHeight() != before.imageHeight()
                || !Objects.equals(now.error(), before.error());
    }

    private Feed feed(FeedKey key) {
        for (Feed feed : feeds) {
            if (feed.key().equals(key)) {
                return feed;
            }
        }
        return null;
    }

    private void count() {
        counters.feeds = feeds.size();
        counters.subscribers = feeds.stream().mapToInt(feed -> feed.subscriptions().size()).sum();
        hasSubscribers = !feeds.isEmpty();
    }
}
