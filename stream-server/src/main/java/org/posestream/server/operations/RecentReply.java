package org.posestream.server.operations;

import java.util.function.Supplier;
import org.posestream.server.web.Reply;

/** Makes a reply anew once a second at most, however often it is asked for. One thread. */
final class RecentReply {

    private static final long FRESH_NANOS = 1_000_000_000L;

    private Reply reply;
    private long madeNanos;

    Reply get(long nowNanos, Supplier<Reply> maker) {
        if (reply == null || nowNanos - madeNanos >= FRESH_NANOS) {
            reply = maker.get();
            madeNanos = nowNanos;
        }
        return reply;
    }
}
