package org.posestream.lift;

import org.posestream.frame.PersonBatch;
import org.posestream.inference.ModelException;
import org.posestream.inference.OnnxModel;
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

    /**
     * Writes the 3D joints (metres, root-relative, camera axes) of every person of the batch; one thread. A batch may
     * hold several frames of a camera, in their order.
     */
    void lift(PersonBatch batch);

    /**
     * The lifter that the card names; the only place where one is registered.
     *
     * @param model a network for lifting; owned by the lifter
     * @param topology2d order of the 2D joints that come in
     * @param maxTracks how many people can be in sight at a time, over all cameras; a lifter with a memory remembers so
     *     many
     * @throws ModelException if the network is no lifter, or does not fit the 2D joints
     */
    static PoseLifter of(OnnxModel model, SkeletonTopology topology2d, int maxTracks) {
        return switch (model.spec().decoder()) {
            case LIFTER_MLP -> new SingleFrameLifter(model, topology2d);
            case LIFTER_TEMPORAL -> new TemporalLifter(model, topology2d, maxTracks);
            default -> throw new ModelException(model.spec().name() + " makes no 3D joints of 2D joints: its decoder "
                    + "is " + model.spec().decoder().cardName() + "; name a lifter");
        };
    }

    @Override
    void close();
}
