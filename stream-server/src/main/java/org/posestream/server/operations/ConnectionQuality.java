package org.posestream.server.operations;

import java.util.Locale;

/**
 * How good the connection to one camera has been over the last hour: by frames that came, against those that the stream
 * says, by reconnects and by stalls. The thresholds are those of Frigate's statistics. Time is given by the caller; one
 * thread at a time.
 */
final class ConnectionQuality {

    /** From the worst to the best; its ordinal is the metric's value. */
    enum Grade {
        /** Next to no frames; or both seldom frames and many losses. */
        UNUSABLE,
        /** Frames are missing, or the connection was lost several times. */
        POOR,
        /** At least 60 % of the frames, at most two reconnects. */
        FAIR,
        /** At least 90 % of the frames, no reconnect, fewer than five stalls. */
        EXCELLENT;

        /** The name used in the output. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final SlidingHour reconnects = new SlidingHour();
    private final SlidingHour stalls = new SlidingHour();
    private long reconnectsSeen;
    private long stallsSeen;

    /** Takes note of the camera's counters, which only grow; to be called about once a second. */
    void sample(long reconnectCount, long stallCount, long nowNanos) {
        reconnects.add(reconnectCount - reconnectsSeen, nowNanos);
        stalls.add(stallCount - stallsSeen, nowNanos);
        reconnectsSeen = reconnectCount;
        stallsSeen = stallCount;
    }

    long reconnectsLastHour(long nowNanos) {
        return reconnects.count(nowNanos);
    }

    long stallsLastHour(long nowNanos) {
        return stalls.count(nowNanos);
    }

    /**
     * The grade now.
     *
     * @param framesPerSecond that come
     * @param expectedFramesPerSecond that the stream says, or 0 when it does not say: then every rate will do
     */
    Grade grade(double framesPerSecond, double expectedFramesPerSecond, long nowNanos) {
        long lost = reconnectsLastHour(nowNanos);
        long stalled = stallsLastHour(nowNanos);
        if (framesPerSecond < 0.1) {
            return Grade.UNUSABLE;
        }
        if (lost == 0 && framesPerSecond >= 0.9 * expectedFramesPerSecond && stalled < 5) {
            return Grade.EXCELLENT;
        }
        if (lost <= 2 && framesPerSecond >= 0.6 * expectedFramesPerSecond) {
            return Grade.FAIR;
        }
        return lost > 10 || framesPerSecond < 1 || stalled > 100 ? Grade.UNUSABLE : Grade.POOR;
    }
}
