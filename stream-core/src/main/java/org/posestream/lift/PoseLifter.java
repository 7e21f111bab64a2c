package org.posestream.lift;

import org.posestream.frame.PersonBatch;
import org.posestream.pose.SkeletonTopology;

/**
 * Makes 3D joints of 2D joints. People come with their ids (and their slot's camera and capture time), so that a lifter
 * may keep a history per track; it drops by itself what it has not seen for long.
 */
public interface PoseLifter extends AutoCloseable {

    /** Order of the 3D joints that it writes. */
    SkeletonTopology topology3d();

    /** How many people may go in one call. */
    int maxBatch();

    /** Writes the 3D joints (metres, root-relative, camera axes) of every person of the batch; one thread. */
    void lift(PersonBatch batch);

    @Override
    void close();
}
