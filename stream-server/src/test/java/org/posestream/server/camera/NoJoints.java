package org.posestream.server.camera;

import java.util.Optional;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.PersonBatch;
import org.posestream.pose.SkeletonTopology;

/** Leaves all joints where they are; of interest here is only that frames pass. */
public final class NoJoints implements PoseEstimator {

    @Override
    public SkeletonTopology topology2d() {
        return SkeletonTopology.BLAZEPOSE_33;
    }

    @Override
    public Optional<SkeletonTopology> topology3d() {
        return Optional.of(SkeletonTopology.BLAZEPOSE_33);
    }

    @Override
    public int maxBatch() {
        return 1;
    }

    @Override
    public void estimate(PersonBatch batch) {
        // nothing to find
    }

    @Override
    public void close() {
        // nothing to free
    }
}
