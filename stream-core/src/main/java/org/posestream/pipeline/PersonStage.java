package org.posestream.pipeline;

import java.util.Optional;
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
    private final Consumer<PersonBatch> lighter;
    private final PersonBatch batch;

    PersonStage(Stage kind, int maxFrames, int maxPeople, Consumer<PersonBatch> network) {
        this(kind, maxFrames, maxPeople, network, network);
    }

    private PersonStage(Stage kind, int maxFrames, int maxPeople, Consumer<PersonBatch> network,
            Consumer<PersonBatch> lighter) {
        this.kind = kind;
        this.maxFrames = maxFrames;
        this.network = network;
        this.lighter = lighter;
        batch = new PersonBatch(maxPeople);
    }

    /** 2D joints for every box, by the lighter network in frames for which that is enough. */
    static PersonStage estimating(PoseEstimator estimator, Optional<PoseEstimator> lighterEstimator) {
        PoseEstimator lighter = lighterEstimator.orElse(estimator);
        Consumer<PersonBatch> network = estimator::estimate;
        return new PersonStage(Stage.ESTIMATE, Math.min(estimator.maxFrames(), lighter.maxFrames()),
                Math.min(estimator.maxBatch(), lighter.maxBatch()), network,
                lighter == estimator ? network : lighter::estimate);
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
        if (batch.size() > 0 && networkFor(slot) != networkFor(batch.slot(0))) {
            run();
        }
        for (int person = 0; person < slot.people().count() && slot.isLive(); person++) {
            batch.add(slot, person);
            if (batch.isFull()) {
                run();
            }
        }
    }

    private Consumer<PersonBatch> networkFor(FrameSlot slot) {
        return slot.isLighterPose() ? lighter : network;
    }

    private void run() {
        if (batch.size() == 0) {
            return;
        }
        try {
            networkFor(batch.slot(0)).accept(batch);
        } catch (Throwable e) {
            for (int i = 0; i < batch.size(); i++) {
                batch.slot(i).fail(kind, e);
            }
        }
        batch.clear();
    }
}
