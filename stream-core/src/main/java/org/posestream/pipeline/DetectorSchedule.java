package org.posestream.pipeline;

/**
 * Decides on which frames of one camera the detector runs: the first, every N-th after the last, every k-th while
 * nobody is in sight, right after the stream's clock jumped, while frames come too far apart to predict anybody, and
 * when somebody begins to fade. Fading that lasts is
 * served once and then waits its turn: the tracks of the next few frames do not yet know what the detector found, and
 * whom it did not find it will hardly find right after. The number of people plays no part.
 */
final class DetectorSchedule {

    private final int intervalFrames;
    private final int emptyIntervalFrames;
    private long lastSequence;
    private boolean hasRun;
    private boolean wasFading;

    /**
     * A schedule that is due at once.
     *
     * @param intervalFrames N
     * @param emptyIntervalFrames k; above N it is N that counts
     */
    DetectorSchedule(int intervalFrames, int emptyIntervalFrames) {
        this.intervalFrames = intervalFrames;
        this.emptyIntervalFrames = Math.min(emptyIntervalFrames, intervalFrames);
    }

    /** What is known of a frame before anything has looked at it. */
    enum Outlook {
        /** All tracks can be predicted. */
        STEADY,
        /** A track is about to be lost. */
        FADING,
        /** There is no track to predict. */
        EMPTY,
        /** What is known of the past does not fit this frame, or lies too far back. */
        BROKEN
    }

    /**
     * Asked once for every admitted frame, in order.
     *
     * @param sequence number of the frame; dropped frames leave gaps
     * @param factor both intervals are so many times as long
     */
    boolean isDue(long sequence, Outlook outlook, int factor) {
        boolean fading = outlook == Outlook.FADING;
        boolean due = !hasRun || outlook == Outlook.BROKEN || fading && !wasFading
                || sequence - lastSequence
                        >= (long) factor * (outlook == Outlook.EMPTY ? emptyIntervalFrames : intervalFrames);
        wasFading = fading;
        if (due) {
            hasRun = true;
            lastSequence = sequence;
        }
        return due;
    }
}
