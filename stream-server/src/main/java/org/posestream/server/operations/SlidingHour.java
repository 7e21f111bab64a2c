package org.posestream.server.operations;

import java.util.Arrays;

/** How many events the last hour had, to the minute. Time is given by the caller; one thread at a time. */
final class SlidingHour {

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MINUTES = 60;

    private final long[] counts = new long[MINUTES];
    private long minute;
    private boolean begun;

    void add(long events, long nowNanos) {
        advance(nowNanos);
        counts[slot(minute)] += events;
    }

    /** Events of this minute and the 59 before it. */
    long count(long nowNanos) {
        advance(nowNanos);
        return Arrays.stream(counts).sum();
    }

    private void advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos, MINUTE_NANOS);
        if (!begun) {
            begun = true;
            minute = now;
        }
        // After an hour every place has been cleared once.
        for (long cleared = Math.max(minute + 1, now - MINUTES + 1); cleared <= now; cleared++) {
            counts[slot(cleared)] = 0;
        }
        minute = Math.max(minute, now);
    }

    private static int slot(long minute) {
        return Math.floorMod(minute, MINUTES);
    }
}
