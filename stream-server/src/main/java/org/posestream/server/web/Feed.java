package org.posestream.server.web;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posestream.pose.PoseFrame;

/** Those of a stream's subscriptions that are sent the same bytes. Event loop only. */
final class Feed {

    private final FeedKey key;
    private final OutboundMessages messages;
    /** Copied on change, because a write that fails may end a subscription while all of them are being served. */
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    Feed(FeedKey key, OutboundMessages messages) {
        this.key = key;
        this.messages = messages;
    }

    FeedKey key() {
        return key;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Encodes the frame once, unless nobody's turn has come, and offers it to everybody whose turn it is. */
    void send(PoseFrame frame, long nowNanos) {
        ByteBuf message = null;
        try {
            for (Subscription subscription : subscriptions) {
                if (subscription.wants(frame.captureNanos())) {
                    if (message == null) {
                        PoseFrame wanted = key.options().apply(frame);
                        message = messages.encode(key.format(), encoder -> encoder.frame(wanted, nowNanos));
                    }
                    subscription.offer(message);
                }
            }
        } finally {
            if (message != null) {
                message.release();
            }
        }
    }
}
