package org.posestream.source;

/** Measures the rate of frames by their capture times, anew every two seconds; one thread uses it. */
final class FrameRateMeter {

    private static final long SPAN_NANOS = 2_000_000_000;

    private long beginNanos;
    private int frames;
    private double framesPerSecond;

    /** Counts a frame. */
    void frame(long captureNanos) {
        if (frames == 0) {
            beginNanos = captureNanos;
        } else if (captureNanos - beginNanos >= SPAN_NANOS) {
            framesPerSecond = frames * 1e9 / (captureNanos - beginNanos);
            beginNanos = captureNanos;
            frames = 0;
        }
        frames++;
    }

    /** Of the last whole span; 0 before there is one. */
    double framesPerSecond() {
        return framesPerSecond;
    }
}
