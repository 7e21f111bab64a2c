package org.posestream.lift;

import org.posestream.frame.PersonBatch;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelException;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;

/**
 * Lifts each person of each frame by itself with a residual network on its joints (Martinez et al. 2017, "A simple yet
 * effective baseline for 3d human pose estimation"). Shapes and units are those of {@link LifterNetwork}.
 */
public final class SingleFrameLifter implements PoseLifter {

    private final LifterNetwork network;

    /**
     * A lifter that owns the model.
     *
     * @param model a network with decoder {@code lifter-mlp}
     * @param topology2d order of the 2D joints that come in
     * @throws ModelException if the network is no lifter of this kind
     */
    public SingleFrameLifter(OnnxModel model, SkeletonTopology topology2d) {
        network = new LifterNetwork(model, Decoder.LIFTER_MLP, topology2d);
    }

    @Override
    public SkeletonTopology topology3d() {
        return network.model().spec().topology();
    }

    @Override
    public int maxBatch() {
        return network.model().maxBatch();
    }

    @Override
    public void lift(PersonBatch batch) {
        if (batch.size() == 0) {
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            network.write(i, batch.slot(i).people(), batch.person(i));
        }
        network.model().run(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            network.read(i, batch.slot(i).people(), batch.person(i));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
