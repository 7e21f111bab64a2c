package org.posestream.lift;

import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelException;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;

/**
 * Lifts each person by its joints of this frame and by what the network remembers of the frames before, one call a
 * frame, without looking ahead. Shapes and units are those of {@link LifterNetwork}; beside the joints a state [N, S]
 * goes in and the next one comes out.
 *
 * <p>A track's first frame gets a state of zeros; so does a track after half a second unseen, after a step back in
 * capture time, and when so many others were seen since that its place was given away. People without an id are lifted
 * from zeros and not remembered. Time is no input of the network: ours was trained at about 30 frames a second, with
 * rates from 15 to 60 mixed in. Where frames have nothing to do with each other, take a {@link SingleFrameLifter}.
 */
public final class TemporalLifter implements PoseLifter {

    private final LifterNetwork network;
    private final TrackStates states;
    private final TrackState nobody;
    private final TrackState[] inBatch;

    /**
     * A lifter that owns the model.
     *
     * @param model a network with decoder {@code lifter-temporal}
     * @param topology2d order of the 2D joints that come in
     * @param maxTracks tracks that are remembered at a time, over all cameras, at least as many as go in one call; with
     *     as many as people can be in sight nobody in sight is forgotten
     * @throws ModelException if the network is no lifter of this kind
     */
    public TemporalLifter(OnnxModel model, SkeletonTopology topology2d, int maxTracks) {
        if (maxTracks < model.maxBatch()) {
            throw new IllegalArgumentException("maxTracks must be at least the batch of " + model.maxBatch()
                    + ", but was " + maxTracks);
        }
        network = new LifterNetwork(model, Decoder.LIFTER_TEMPORAL, topology2d);
        states = new TrackStates(maxTracks, model.spec().state().size());
        nobody = new TrackState(model.spec().state().size());
        inBatch = new TrackState[model.maxBatch()];
    }

    @Override
    public SkeletonTopology topology3d() {
        return network.model().spec().topology();
    }

    @Override
    public int maxBatch() {
        return network.model().maxBatch();
    }

    /** Frames of a camera must come in their order. */
    @Override
    public void lift(PersonBatch batch) {
        int first = 0;
        while (first < batch.size()) {
            int end = endOfRun(batch, first);
            lift(batch, first, end);
            first = end;
        }
    }

    /**
     * A run ends before the next frame of a camera that is in it: that frame needs the states that come out of the run.
     * The result for a file thereby does not depend on how many of its frames happened to come at once, either.
     */
    private static int endOfRun(PersonBatch batch, int first) {
        for (int end = first + 1; end < batch.size(); end++) {
            for (int i = first; i < end; i++) {
                if (batch.slot(i).camera() == batch.slot(end).camera() && batch.slot(i) != batch.slot(end)) {
                    return end;
                }
            }
        }
        return batch.size();
    }

    private void lift(PersonBatch batch, int first, int end) {
        OnnxModel model = network.model();
        for (int i = 0; i < end - first; i++) {
            network.write(i, batch.slot(first + i).people(), batch.person(first + i));
            inBatch[i] = stateOf(batch.slot(first + i), batch.person(first + i));
            inBatch[i].writeTo(model.state(), i);
        }
        model.run(end - first);
        for (int i = 0; i < end - first; i++) {
            network.read(i, batch.slot(first + i).people(), batch.person(first + i));
            if (inBatch[i] != nobody) {
                inBatch[i].readFrom(model.nextState(), i);
            }
        }
    }

    private TrackState stateOf(FrameSlot slot, int person) {
        long id = slot.people().ids()[person];
        return id == 0 ? nobody : states.of(slot.camera(), id, slot.captureNanos());
    }

    @Override
    public void close() {
        network.close();
    }
}
