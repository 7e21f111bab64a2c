package org.posestream.detect;

import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;

/** Takes it that one person fills the frame; for close shots, and for cameras that never see anything else. */
public final class WholeFrameDetector implements PersonDetector {

    private final int maxBatch;

    /** @param maxBatch how many frames it may be given at once */
    public WholeFrameDetector(int maxBatch) {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch must be at least 1, but was " + maxBatch);
        }
        this.maxBatch = maxBatch;
    }

    @Override
    public int inputBytes() {
        return 0;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public void prepare(FrameBuffer frame) {
        // looks at no pixels
    }

    @Override
    public void detect(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            FrameBuffer frame = slots[i].buffer();
            slots[i].people().clear();
            slots[i].people().add(0, 0, frame.width(), frame.height(), 1);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
