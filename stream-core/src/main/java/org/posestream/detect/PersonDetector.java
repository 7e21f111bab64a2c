package org.posestream.detect;

import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;

/** Finds people in whole images. */
public interface PersonDetector extends AutoCloseable {

    /** Size of {@link FrameBuffer#detectorInput()} for this detector; 0 when it needs no pixels. */
    int inputBytes();

    /** How many frames may go in one call of {@link #detect}. */
    int maxBatch();

    /** Letterboxes the frame into its {@link FrameBuffer#detectorInput()}; called on the camera's own thread. */
    void prepare(FrameBuffer frame);

    /**
     * Fills {@link FrameSlot#people()} of each slot with boxes (image pixels) and scores, best first; one thread.
     *
     * @param slots live slots whose input is prepared
     * @param count how many of them, 1..maxBatch
     */
    void detect(FrameSlot[] slots, int count);

    @Override
    void close();
}
