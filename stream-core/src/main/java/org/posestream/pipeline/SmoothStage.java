package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.metrics.Stage;

/** Smooth joints, by the camera's smoother. */
final class SmoothStage implements FrameStage {

    private final Cameras cameras;

    SmoothStage(Cameras cameras) {
        this.cameras = cameras;
    }

    @Override
    public Stage kind() {
        return Stage.SMOOTH;
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        FrameSlot slot = slots[0];
        cameras.of(slot).smoother().smooth(slot.people(), slot.captureNanos());
    }
}
