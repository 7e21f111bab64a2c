package org.posestream.server.web;

/** How often something may be done: so many times at once, and again as time goes by. */
final class MessageRate {

    private static final double NANOS = 1e-9;

    private final double perSecond;
    private final int burst;
    private double left;
    private long updatedNanos;

    MessageRate(double perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        left = burst;
        updatedNanos = nowNanos;
    }

    /** Whether it may be done once more now. */
    boolean admits(long nowNanos) {
        left = Math.min(burst, left + perSecond * NANOS * (nowNanos - updatedNanos));
        updatedNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
