package org.posestream.source;

/** Presentation times of a file's frames from its first one, strictly increasing; missing ones are made up. */
final class PresentationClock {

    /** For videos that do not say; only missing time stamps are made up from it. */
    private static final double ASSUMED_FRAME_RATE = 30;

    private final long intervalNanos;
    private long firstStampNanos = CaptureClock.NO_STAMP;
    private long captureNanos = -1;
    private long endNanos;

    /** @param frameRate nominal frames a second, or 0 when unknown */
    PresentationClock(double frameRate) {
        intervalNanos = Math.round(1e9 / (frameRate > 0 ? frameRate : ASSUMED_FRAME_RATE));
    }

    /**
     * Takes in the next frame.
     *
     * @param stampNanos the file's time of it, or {@link CaptureClock#NO_STAMP}
     * @param durationNanos of it, or 0 when unknown
     */
    void stamp(long stampNanos, long durationNanos) {
        if (firstStampNanos == CaptureClock.NO_STAMP) {
            firstStampNanos = stampNanos;
        }
        long nanos = stampNanos == CaptureClock.NO_STAMP ? -1 : stampNanos - firstStampNanos;
        captureNanos = nanos > captureNanos ? nanos : captureNanos + nominalInterval();
        endNanos = captureNanos + Math.max(durationNanos, nominalInterval());
    }

    /** Of the current frame; -1 before the first. */
    long captureNanos() {
        return captureNanos;
    }

    /** When the current frame ends. */
    long endNanos() {
        return endNanos;
    }

    private long nominalInterval() {
        return captureNanos < 0 ? 1 : intervalNanos;
    }
}
