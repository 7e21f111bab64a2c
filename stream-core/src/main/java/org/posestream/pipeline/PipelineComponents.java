package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.posestream.detect.PersonDetector;
import org.posestream.estimate.PoseEstimator;
import org.posestream.frame.PersonBuffer;
import org.posestream.lift.PoseLifter;
import org.posestream.pose.SkeletonTopology;

/**
 * The networks of a pipeline, which closes them at its end.
 *
 * @param detector finds people
 * @param estimator finds their joints
 * @param lighterEstimator finds the same joints at less expense, for when there is too much to do
 * @param lifter makes the joints 3D; it does not run when the estimator already gives them in 3D, and may be left out
 *     then
 */
public record PipelineComponents(PersonDetector detector, PoseEstimator estimator,
        Optional<PoseEstimator> lighterEstimator, Optional<PoseLifter> lifter) implements AutoCloseable {

    public PipelineComponents {
        requireNonNull(detector, "detector is null");
        requireNonNull(estimator, "estimator is null");
        requireNonNull(lighterEstimator, "lighterEstimator is null");
        requireNonNull(lifter, "lifter is null");
        if (estimator.topology3d().isEmpty() && lifter.isEmpty()) {
            throw new IllegalArgumentException("a lifter must be given when the pose network finds 2D joints only");
        }
        lighterEstimator.ifPresent(lighter -> requireSameJoints(estimator, lighter));
    }

    /** Networks without a lighter one. */
    public PipelineComponents(PersonDetector detector, PoseEstimator estimator, Optional<PoseLifter> lifter) {
        this(detector, estimator, Optional.empty(), lifter);
    }

    /** Whether one can take the other's place. */
    public static boolean findSameJoints(PoseEstimator one, PoseEstimator other) {
        return one.topology2d().equals(other.topology2d()) && one.topology3d().equals(other.topology3d());
    }

    private static void requireSameJoints(PoseEstimator estimator, PoseEstimator lighter) {
        if (!findSameJoints(estimator, lighter)) {
            throw new IllegalArgumentException("the lighter pose network must find the same joints as the pose network"
                    + ", but finds " + joints(lighter) + " and not " + joints(estimator));
        }
    }

    private static String joints(PoseEstimator estimator) {
        return estimator.topology2d().id() + estimator.topology3d().map(joints -> " with 3D").orElse("");
    }

    /** The lifter if it has to run. */
    Optional<PoseLifter> activeLifter() {
        return estimator.topology3d().isPresent() ? Optional.empty() : lifter;
    }

    /** Room for the people of one frame, with the joints that these networks find. */
    PersonBuffer newPeople(int maxPeople) {
        return new PersonBuffer(maxPeople, estimator.topology2d(), topology3d());
    }

    /** Order of the joints in space. */
    SkeletonTopology topology3d() {
        return estimator.topology3d().orElseGet(() -> lifter.orElseThrow().topology3d());
    }

    /** Closes the networks, last first. */
    @Override
    public void close() {
        PoseEstimator lighter = lighterEstimator.orElse(null);
        try (detector; estimator; lighter) {
            lifter.ifPresent(PoseLifter::close);
        }
    }
}
