package org.posestream.server.osc;

/** Lets so many frames a second pass, evenly, by their capture times. */
final class RateGate {

    private final long periodNanos;
    private boolean started;
    private long dueNanos;

    /** @param maxRate frames a second; 0 for all */
    RateGate(double maxRate) {
        periodNanos = maxRate == 0 ? 0 : Math.round(1e9 / maxRate);
    }

    /**
     * Whether the frame of that time passes. One that is a little early does, so that a camera of just this rate loses
     * none; times that jump back begin afresh.
     */
    boolean admits(long captureNanos) {
        boolean jumped = !started || captureNanos < dueNanos - 2 * periodNanos;
        if (!jumped && captureNanos < dueNanos - periodNanos / 4) {
            return false;
        }
        dueNanos += periodNanos;
        if (jumped || dueNanos <= captureNanos) {
            // What came late is not caught up with.
            dueNanos = captureNanos + periodNanos;
        }
        started = true;
        return true;
    }
}
