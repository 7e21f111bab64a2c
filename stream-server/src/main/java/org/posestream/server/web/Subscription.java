package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import org.posestream.pipeline.RateLimit;
import org.posestream.server.protocol.LagNotice;

/**
 * One client's share of one stream: a mailbox of one frame and one status, the newest of each, emptied while the
 * client's socket takes bytes. Event loop only.
 */
final class Subscription {

    /** Between two notices of lost frames. */
    static final long LAG_NANOS = 1_000_000_000;

    private final Subscriber subscriber;
    private final StreamChannel stream;
    private RateLimit rate = new RateLimit(0);
    private ByteBuf frame;
    private ByteBuf status;
    private long lost;
    private long lostTotal;
    private long lagToldNanos;
    private boolean lagTold;
    private boolean queued;

    Subscription(Subscriber subscriber, StreamChannel stream) {
        this.subscriber = subscriber;
        this.stream = stream;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    StreamChannel stream() {
        return stream;
    }

    /** Begins anew with other options: what waits was made for the old ones, and is no loss. */
    void begin(double maxRate) {
        rate = new RateLimit(maxRate);
        releaseFrame();
    }

    /** Asked once for every frame: whether its turn has come by the client's rate. */
    boolean wants(long captureNanos) {
        return rate.admits(captureNanos);
    }

    /** Sends the frame, or keeps it in place of an older one while the client is slow. */
    void offer(ByteBuf message) {
        if (subscriber.isClosing()) {
            return;
        }
        if (frame != null) {
            releaseFrame();
            lost++;
            lostTotal++;
            stream.counters().framesLost.increment();
        }
        if (subscriber.isFree()) {
            countSent(message);
            subscriber.send(message.retainedDuplicate());
        } else {
            frame = message.retainedDuplicate();
            enqueue();
        }
    }

    /** Sends the status, or keeps it in place of an older one, for as long as it takes. */
    void offerStatus(ByteBuf message) {
        if (subscriber.isClosing()) {
            return;
        }
        releaseStatus();
        status = message.retainedDuplicate();
        enqueue();
        subscriber.drain();
    }

    /** Whether a notice of lost frames is due. */
    boolean owesLag(long nowNanos) {
        return lost > 0 && (!lagTold || nowNanos - lagToldNanos >= LAG_NANOS);
    }

    /** Takes its place among those of the client's subscriptions that have something to send. */
    void enqueue() {
        if (!queued) {
            queued = true;
            subscriber.enqueue(this);
        }
    }

    /** The next message to send, which becomes the caller's; null, and no place any more, when there is none. */
    ByteBuf poll(long nowNanos) {
        ByteBuf next = null;
        if (status != null) {
            next = status;
            status = null;
        } else if (owesLag(nowNanos)) {
            next = lagNotice(nowNanos);
        } else if (frame != null) {
            next = frame;
            frame = null;
            countSent(next);
        }
        queued = next != null;
        return next;
    }

    /** The stream has ended: of what waits only the status will be sent. */
    void releaseFrame() {
        if (frame != null) {
            frame.release();
            frame = null;
        }
    }

    void release() {
        releaseFrame();
        releaseStatus();
    }

    private ByteBuf lagNotice(long nowNanos) {
        LagNotice notice = new LagNotice(stream.name(), lost, lostTotal);
        lost = 0;
        lagTold = true;
        lagToldNanos = nowNanos;
        return subscriber.encode(encoder -> encoder.lag(notice));
    }

    private void countSent(ByteBuf message) {
        stream.counters().framesSent.increment();
        stream.counters().bytesSent.add(message.readableBytes());
    }

    private void releaseStatus() {
        if (status != null) {
            status.release();
            status = null;
        }
    }
}
