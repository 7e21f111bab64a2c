package org.posestream.pipeline;

import java.util.Optional;
import org.posestream.detect.WholeFrameDetector;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.PersonBatch;
import org.posestream.frame.PersonBuffer;
import org.posestream.lift.PoseLifter;
import org.posestream.pose.BoundingBox;
import org.posestream.pose.SkeletonTopology;

/** Stand-ins for networks that cost next to nothing: one person fills each frame and stands still. */
public final class CheapNetworks {

    private CheapNetworks() {
    }

    /** A set of its own for each pipeline, which closes it. */
    public static PipelineComponents components() {
        return new PipelineComponents(new WholeFrameDetector(1), new Estimator(), Optional.of(new Lifter()));
    }

    private static final class Estimator implements PoseEstimator {
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
            return 1;
        }

        @Override
        public void estimate(PersonBatch batch) {
            PersonBuffer people = batch.slot(0).people();
            BoundingBox box = people.box(batch.person(0));
            int i = people.offset2d(batch.person(0));
            int joints = people.topology2d().jointCount();
            for (int joint = 0; joint < joints; joint++, i += PersonBuffer.STRIDE_2D) {
                people.joints2d()[i] = box.x() + box.width() * (joint % 3 + 1) / 4;
                people.joints2d()[i + 1] = box.y() + box.height() * (joint + 1) / (joints + 1);
                people.joints2d()[i + 2] = 0.9f;
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static final class Lifter implements PoseLifter {
        @Override
        public SkeletonTopology topology3d() {
            return SkeletonTopology.H36M_17;
        }

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public void lift(PersonBatch batch) {
            PersonBuffer people = batch.slot(0).people();
            people.joints3d()[people.offset3d(batch.person(0)) + 3] = 0.9f;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
