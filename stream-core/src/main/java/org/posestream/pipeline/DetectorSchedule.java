package org.posestream.pipeline;

/** Decides on which frames of one camera the detector runs: the first, every N-th after the last, and by need. */
final class DetectorSchedule {

    private final int intervalFrames;
    private long nextSequence;

    DetectorSchedule(int intervalFrames) {
        this.intervalFrames = intervalFrames;
    }

    /**
     * Asked once for every admitted frame, in order.
     *
     * @param sequence number of the frame; dropped frames leave gaps
     * @param needed whether the tracks need a look: nobody is there, or somebody is about to be lost
     */
    boolean isDue(long sequence, boolean needed) {
        boolean due = needed || sequence >= nextSequence;
        if (due) {
            nextSequence = sequence + intervalFrames;
        }
        return due;
    }
}
