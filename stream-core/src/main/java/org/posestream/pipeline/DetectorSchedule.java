package org.posestream.pipeline;

/**
 * Decides on which frames of one camera the detector runs: the first, every N-th after the last, all while nobody is in
 * sight, and when somebody begins to fade. Fading that lasts is served once and then waits its turn: the tracks of the
 * next few frames do not yet know what the detector found, and whom it did not find it will hardly find right after.
 */
final class DetectorSchedule {

    private final int intervalFrames;
    private long nextSequence;
    private boolean wasFading;

    DetectorSchedule(int intervalFrames) {
        this.intervalFrames = intervalFrames;
    }

    /**
     * Asked once for every admitted frame, in order.
     *
     * @param sequence number of the frame; dropped frames leave gaps
     * @param nobodyInSight whether there is no track to predict
     * @param fading whether a track is about to be lost
     */
    boolean isDue(long sequence, boolean nobodyInSight, boolean fading) {
        boolean due = nobodyInSight || fading && !wasFading || sequence >= nextSequence;
        wasFading = fading;
        if (due) {
            nextSequence = sequence + intervalFrames;
        }
        return due;
    }
}
