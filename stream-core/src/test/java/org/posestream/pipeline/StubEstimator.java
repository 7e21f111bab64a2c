package org.posestream.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/** Puts the joints into the box at fixed places. */
class StubEstimator implements PoseEstimator {

    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    volatile boolean closed;
    private final int maxBatch;

    StubEstimator(int maxBatch) {
        this.maxBatch = maxBatch;
    }

    /** Called before a batch is worked on; may wait or throw. */
    void before(List<String> frames) throws Exception {
    }

    @Override
    public SkeletonTopology topology2d() {
        return SkeletonTopology.COCO_17;
    }

    @Override
    public Optional<SkeletonTopology> topology3d() {
        return Optional.empty();
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public void estimate(PersonBatch batch) {
        if (batch.slot(0).camera() < 0) {
            return; // warm-up
        }
        List<String> frames = Stubs.labels(batch);
        batches.add(frames);
        Stubs.unchecked(() -> before(frames));
        for (int i = 0; i < batch.size(); i++) {
            write(batch.slot(i).people(), batch.person(i));
        }
    }

    private static void write(PersonBuffer people, int person) {
        BoundingBox box = people.box(person);
        int k = people.offset2d(person);
        for (int joint = 0; joint < 17; joint++, k += 3) {
            people.joints2d()[k] = box.x() + box.width() * (joint % 3 + 0.5f) / 3;
            people.joints2d()[k + 1] = box.y() + box.height() * (joint + 0.5f) / 17;
            people.joints2d()[k + 2] = 0.9f;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
