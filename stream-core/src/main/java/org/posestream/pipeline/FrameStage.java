package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.metrics.Stage;

/** One step of the work on frames; each has a thread of its own. */
interface FrameStage {

    /** Which step it is, for latencies and failures. */
    Stage kind();

    /**
     * How many frames it takes at once. Frames of a batch go on together, so a stage that gains nothing from batches
     * says 1.
     */
    int maxBatch();

    /**
     * Works on live frames; what it throws fails all of them.
     *
     * @param slots the frames, in the order of the ring
     * @param count how many of them, 1..maxBatch
     */
    void process(FrameSlot[] slots, int count) throws Exception;

    /** Called on the stage's thread after the last frame. */
    default void end() {
    }
}
