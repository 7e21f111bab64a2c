package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.lift.PoseLifter;
import org.posestream.metrics.Stage;

/** 3D joints for everybody, in batches across frames and cameras. */
final class LiftStage implements FrameStage {

    private final int maxBatch;
    private final PersonBatcher batcher;

    LiftStage(PoseLifter lifter) {
        maxBatch = lifter.maxBatch();
        batcher = new PersonBatcher(kind(), maxBatch, lifter::lift);
    }

    @Override
    public Stage kind() {
        return Stage.LIFT;
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        batcher.process(slots, count);
    }
}
