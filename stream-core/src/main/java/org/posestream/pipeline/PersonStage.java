package org.posestream.pipeline;

import java.util.function.Consumer;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.lift.PoseLifter;
import org.posestream.metrics.Stage;

/**
 * A network that works on people: puts those of several frames into batches, and takes the blame apart: when the
 * network throws, every frame with somebody in that batch has failed, and no other.
 */
final class PersonStage implements FrameStage {

    private final Stage kind;
    private final int maxFrames;
    private final Consumer<PersonBatch> network;
    private final PersonBatch batch;

    PersonStage(Stage kind, int maxFrames, int maxPeople, Consumer<PersonBatch> network) {
        this.kind = kind;
        this.maxFrames = maxFrames;
        this.network = network;
        batch = new PersonBatch(maxPeople);
    }

    /** 2D joints for every box. */
    static PersonStage estimating(PoseEstimator estimator) {
        return new PersonStage(Stage.ESTIMATE, estimator.maxFrames(), estimator.maxBatch(), estimator::estimate);
    }

    /** 3D joints for everybody. */
    static PersonStage lifting(PoseLifter lifter) {
        return new PersonStage(Stage.LIFT, lifter.maxBatch(), lifter.maxBatch(), lifter::lift);
    }

    @Override
    public Stage kind() {
        return kind;
    }

    @Override
    public int maxBatch() {
        return maxFrames;
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            addPeople(slots[i]);
        }
        run();
    }

    private void addPeople(FrameSlot slot) {
        for (int person = 0; person < slot.people().count() && slot.isLive(); person++) {
            batch.add(slot, person);
            if (batch.isFull()) {
                run();
            }
        }
    }

    private void run() {
        if (batch.size() == 0) {
            return;
        }
        try {
            network.accept(batch);
        } catch (Throwable e) {
            for (int i = 0; i < batch.size(); i++) {
                batch.slot(i).fail(kind, e);
            }
        }
        batch.clear();
    }
}
