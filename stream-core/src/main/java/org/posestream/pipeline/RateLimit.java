package org.posestream.pipeline;

/**
 * Chooses frames evenly by capture time so that there are no more than so many a second. Turns stand on a grid of equal
 * steps, so that the mean rate is met exactly by whatever multiple the camera delivers; a frame may come a little
 * before its turn, since the times of cameras tremble. Single-threaded.
 */
public final class RateLimit {

    /** Enough for trembling cameras, and too little to take a frame in place of the one that is due. */
    private static final double EARLY = 1 / 8.0;

    private final long stepNanos;
    private final long earlyNanos;
    private long turnNanos;
    private long newestNanos;
    private boolean started;

    /** @param maxFramesPerSecond 0 for no limit */
    public RateLimit(double maxFramesPerSecond) {
        this(maxFramesPerSecond, EARLY);
    }

    /**
     * @param maxFramesPerSecond 0 for no limit
     * @param early how long before its turn a frame may come, as a share of a step, 0..1; about a half for frames of
     *     which others have been left out already, whose grid is another one
     */
    public RateLimit(double maxFramesPerSecond, double early) {
        stepNanos = maxFramesPerSecond > 0 ? Math.round(1e9 / maxFramesPerSecond) : 0;
        earlyNanos = Math.round(stepNanos * early);
    }

    /** Asked once for every frame, in order; a step back in capture time and a gap begin a new grid. */
    public boolean admits(long captureNanos) {
        if (stepNanos == 0) {
            return true;
        }
        boolean newGrid = !started || captureNanos < newestNanos || captureNanos - turnNanos >= stepNanos;
        newestNanos = captureNanos;
        if (!newGrid && captureNanos < turnNanos - earlyNanos) {
            return false;
        }
        started = true;
        turnNanos = (newGrid ? captureNanos : turnNanos) + stepNanos;
        return true;
    }
}
