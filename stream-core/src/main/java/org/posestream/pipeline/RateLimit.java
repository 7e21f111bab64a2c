package org.posestream.pipeline;

/**
 * Chooses frames evenly by capture time so that there are no more than so many a second. Turns stand on a grid of equal
 * steps, so that the mean rate is met exactly by whatever multiple the camera delivers; a frame may come an eighth of a
 * step before its turn, since the times of cameras tremble. Single-threaded.
 */
final class RateLimit {

    private final long stepNanos;
    private long turnNanos;
    private long newestNanos;
    private boolean started;

    /** @param maxFramesPerSecond 0 for no limit */
    RateLimit(double maxFramesPerSecond) {
        stepNanos = maxFramesPerSecond > 0 ? Math.round(1e9 / maxFramesPerSecond) : 0;
    }

    /** Asked once for every frame, in order; a step back in capture time and a gap begin a new grid. */
    boolean admits(long captureNanos) {
        if (stepNanos == 0) {
            return true;
        }
        boolean newGrid = !started || captureNanos < newestNanos || captureNanos - turnNanos >= stepNanos;
        newestNanos = captureNanos;
        if (!newGrid && captureNanos < turnNanos - stepNanos / 8) {
            return false;
        }
        started = true;
        turnNanos = (newGrid ? captureNanos : turnNanos) + stepNanos;
        return true;
    }
}
