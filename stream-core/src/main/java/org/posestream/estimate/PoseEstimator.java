package org.posestream.estimate;

import java.util.Optional;
import org.posestream.frame.PersonBatch;
import org.posestream.pose.SkeletonTopology;

/** Finds the joints of people whose boxes are known. */
public interface PoseEstimator extends AutoCloseable {

    /** Order of the 2D joints that it writes. */
    SkeletonTopology topology2d();

    /** Order of the 3D joints that it writes too, if it does; no lifter runs then. */
    Optional<SkeletonTopology> topology3d();

    /** How many people may go in one call. */
    int maxBatch();

    /** Of how many frames at most the people should go in one call; 1 where a frame would only wait for the others. */
    default int maxFrames() {
        return maxBatch();
    }

    /**
     * Writes the 2D joints (image pixels; and 3D, metres, where the network gives them) of every person of the batch,
     * and multiplies nothing into the box's score but replaces it by the network's presence where it has one; one
     * thread.
     */
    void estimate(PersonBatch batch);

    @Override
    void close();
}
