package org.posestream.lift;

import static org.posestream.frame.PersonBuffer.STRIDE_2D;
import static org.posestream.frame.PersonBuffer.STRIDE_3D;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.posestream.frame.PersonBuffer;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.ModelSpec.Statistics;
import org.posestream.inference.OnnxModel;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * A network that makes 3D joints of 2D joints, and how people get into it and out of it.
 *
 * <p>The network gets [N, K, 3] or, without confidences, [N, 2K] values: the 2D joints in its own topology as
 * {@link NormalisedJoints} makes them. It gives [N, K, 3] metres, root-relative, and may give [N, K] metres of expected
 * error. A 3D joint is as sure as its 2D joint times 1 / (1 + (error / 0.1 m)^2): half as sure where the network itself
 * expects to be off by a decimetre.
 */
final class LifterNetwork implements AutoCloseable {

    /** The expected error, in metres, that halves a joint's confidence. */
    private static final float HALVING_ERROR_METRES = 0.1f;

    private final OnnxModel model;
    private final NormalisedJoints normalisation;
    private final TopologyMapping mapping;
    private final FloatBuffer input;
    private final int joints;
    private final int valuesPerJoint;
    private final Statistics statistics;
    /** The people's joints in the network's topology: maxBatch x K x (x, y, confidence), image pixels. */
    private final float[] mapped;

    /**
     * Owns the model.
     *
     * @param decoder the kind of head that it must have
     * @param topology2d order of the 2D joints that come in
     * @throws ModelException if the network is no lifter of this kind
     */
    LifterNetwork(OnnxModel model, Decoder decoder, SkeletonTopology topology2d) {
        if (model.spec().decoder() != decoder) {
            throw new ModelException(model.spec().name() + " must have the decoder " + decoder.cardName()
                    + " to lift, but has " + model.spec().decoder().cardName());
        }
        this.model = model;
        mapping = mapping(topology2d, model.spec());
        joints = model.spec().topology().jointCount();
        valuesPerJoint = valuesPerJoint();
        normalisation = new NormalisedJoints(joints, (float) model.spec().option("confident", 0.2));
        statistics = model.spec().head().statistics();
        input = model.input().order(ByteOrder.nativeOrder()).asFloatBuffer();
        mapped = new float[model.maxBatch() * joints * STRIDE_2D];
    }

    private static TopologyMapping mapping(SkeletonTopology from, ModelSpec spec) {
        try {
            return TopologyMapping.between(from, spec.topology());
        } catch (IllegalArgumentException e) {
            throw new ModelException(spec.name() + " does not fit the pose network: " + e.getMessage()
                    + "; name another lifter", e);
        }
    }

    private int valuesPerJoint() {
        int values = model.input().capacity() / Float.BYTES / model.maxBatch();
        int outputs = model.output(0).capacity() / model.maxBatch();
        if (values != joints * 2 && values != joints * 3 || outputs != joints * 3) {
            throw new ModelException(model.spec().name() + " must take 2 or 3 and give 3 values for each of " + joints
                    + " joints, but takes " + model.spec().input().tensor() + " and gives "
                    + model.spec().outputs().get(0));
        }
        return values / joints;
    }

    OnnxModel model() {
        return model;
    }

    /** Puts a person's 2D joints in at place {@code i} of the batch. */
    void write(int i, PersonBuffer people, int person) {
        int offset = i * joints * STRIDE_2D;
        mapping.map(people.joints2d(), people.offset2d(person), 2, mapped, offset);
        normalisation.of(mapped, offset);
        for (int k = 0; k < joints; k++) {
            for (int v = 0; v < valuesPerJoint; v++) {
                int index = k * valuesPerJoint + v;
                float value = mapped[offset + k * STRIDE_2D + v];
                input.put(i * joints * valuesPerJoint + index, statistics == null ? value
                        : (value - statistics.inputMean()[index]) / statistics.inputStd()[index]);
            }
        }
    }

    /** Gives the person who was put in at place {@code i} its 3D joints, after the run. */
    void read(int i, PersonBuffer people, int person) {
        FloatBuffer output = model.output(0);
        float[] joints3d = people.joints3d();
        for (int k = 0; k < joints; k++) {
            int to = people.offset3d(person) + k * STRIDE_3D;
            for (int d = 0; d < 3; d++) {
                int index = k * 3 + d;
                float value = output.get(i * joints * 3 + index);
                joints3d[to + d] = statistics == null ? value
                        : value * statistics.outputStd()[index] + statistics.outputMean()[index];
            }
            joints3d[to + 3] = mapped[(i * joints + k) * STRIDE_2D + 2] * trust(i * joints + k);
            keepFinite(joints3d, to);
        }
    }

    /** What is not a number becomes the root with confidence 0: filters behind would never get rid of it. */
    private static void keepFinite(float[] joints3d, int joint) {
        boolean finite = Float.isFinite(joints3d[joint] + joints3d[joint + 1] + joints3d[joint + 2]
                + joints3d[joint + 3]);
        if (!finite) {
            Arrays.fill(joints3d, joint, joint + STRIDE_3D, 0);
        }
    }

    private float trust(int index) {
        if (model.spec().outputs().size() < 2) {
            return 1;
        }
        float error = model.output(1).get(index) / HALVING_ERROR_METRES;
        return 1 / (1 + error * error);
    }

    @Override
    public void close() {
        model.close();
    }
}
