package org.posestream.pipeline;

import java.util.List;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.lift.PoseLifter;
import org.posestream.pose.SkeletonTopology;

/** Makes joint k lie k centimetres below the root, one metre away per hundred pixels. */
class StubLifter implements PoseLifter {

    volatile boolean closed;
    volatile int runs;

    /** Called before a batch is worked on; may wait or throw. */
    void before(List<String> frames) throws Exception {
    }

    @Override
    public SkeletonTopology topology3d() {
        return SkeletonTopology.H36M_17;
    }

    @Override
    public int maxBatch() {
        return 4;
    }

    @Override
    public void lift(PersonBatch batch) {
        if (batch.slot(0).camera() < 0) {
            return; // warm-up
        }
        runs = runs + 1;
        Stubs.unchecked(() -> before(Stubs.labels(batch)));
        for (int i = 0; i < batch.size(); i++) {
            PersonBuffer people = batch.slot(i).people();
            float away = people.joints2d()[people.offset2d(batch.person(i))] / 100;
            int k = people.offset3d(batch.person(i));
            for (int joint = 0; joint < 17; joint++, k += 4) {
                people.joints3d()[k] = 0;
                people.joints3d()[k + 1] = joint * 0.01f;
                people.joints3d()[k + 2] = away;
                people.joints3d()[k + 3] = 0.9f;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
