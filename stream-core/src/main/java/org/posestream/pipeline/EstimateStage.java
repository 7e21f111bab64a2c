package org.posestream.pipeline;

import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.FrameSlot;
import org.posestream.metrics.Stage;

/** 2D joints for every box, in batches across frames and cameras. */
final class EstimateStage implements FrameStage {

    private final int maxBatch;
    private final PersonBatcher batcher;

    EstimateStage(PoseEstimator estimator) {
        maxBatch = estimator.maxBatch();
        batcher = new PersonBatcher(kind(), maxBatch, estimator::estimate);
    }

    @Override
    public Stage kind() {
        return Stage.ESTIMATE;
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
