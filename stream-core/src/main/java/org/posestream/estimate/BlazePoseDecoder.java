package org.posestream.estimate;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.posestream.inference.ModelException;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.TensorSpec;
import org.posestream.pose.SkeletonTopology;

/**
 * BlazePose GHUM landmarks (Bazarevsky et al. 2020): 39 points, of which the first 33 are the body, as x, y, z (input
 * pixels), visibility and presence (logits); the same points in metres; and whether somebody is there, 0..1.
 */
final class BlazePoseDecoder implements KeypointDecoder {

    private static final int POINTS = 39;
    private static final int VALUES = 5;
    private static final int JOINTS = SkeletonTopology.BLAZEPOSE_33.jointCount();
    private static final int LEFT_HIP = SkeletonTopology.BLAZEPOSE_33.indexOf("left_hip");
    private static final int RIGHT_HIP = SkeletonTopology.BLAZEPOSE_33.indexOf("right_hip");

    private final int landmarks;
    private final int presence;
    private final int metric;
    private final JointWriter writer;

    /**
     * @param width of the input, pixels
     * @param height of the input, pixels
     * @param landmarks output [N, 39 x 5]
     * @param presence output [N, 1]
     * @param metric output [N, 39 x 3]
     */
    BlazePoseDecoder(int width, int height, int landmarks, int presence, int metric) {
        this.landmarks = landmarks;
        this.presence = presence;
        this.metric = metric;
        writer = new JointWriter(width, height);
    }

    /** Tells the outputs apart by their sizes, because conversions name them as they like. */
    static BlazePoseDecoder of(ModelSpec spec) {
        return new BlazePoseDecoder(spec.image().width(), spec.image().height(), output(spec, POINTS * VALUES),
                output(spec, 1), output(spec, POINTS * 3));
    }

    private static int output(ModelSpec spec, int values) {
        List<TensorSpec> outputs = spec.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            long[] shape = outputs.get(i).shape();
            if (shape.length == 2 && shape[1] == values) {
                return i;
            }
        }
        throw new ModelException(spec.name() + " needs an output [N, " + values + "] for decoder BLAZEPOSE, but has "
                + outputs + "; correct the card");
    }

    @Override
    public OptionalInt presenceOutput(ModelSpec spec) {
        return OptionalInt.of(presence);
    }

    @Override
    public Optional<SkeletonTopology> topology3d() {
        return Optional.of(SkeletonTopology.BLAZEPOSE_33);
    }

    /** Confidence is the lesser of visibility and presence. */
    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        for (int k = 0; k < JOINTS; k++) {
            int i = (person * POINTS + k) * VALUES;
            FloatBuffer values = outputs[landmarks];
            float x = values.get(i) - 0.5f;
            float y = values.get(i + 1) - 0.5f;
            writer.write(joints, offset + 3 * k, x, y, confidence(values, i));
        }
    }

    private static float confidence(FloatBuffer values, int i) {
        return sigmoid(Math.min(values.get(i + 3), values.get(i + 4)));
    }

    private static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    /** Metres from the middle of the hips; the network's own axes point the same way. */
    @Override
    public void decode3d(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        FloatBuffer metres = outputs[metric];
        int first = person * POINTS * 3;
        for (int d = 0; d < 3; d++) {
            float root = (metres.get(first + LEFT_HIP * 3 + d) + metres.get(first + RIGHT_HIP * 3 + d)) / 2;
            for (int k = 0; k < JOINTS; k++) {
                float value = metres.get(first + k * 3 + d) - root;
                joints[offset + 4 * k + d] = Float.isFinite(value) ? value : 0;
            }
        }
        for (int k = 0; k < JOINTS; k++) {
            float confidence = confidence(outputs[landmarks], (person * POINTS + k) * VALUES);
            joints[offset + 4 * k + 3] = confidence > 0 ? confidence : 0;
        }
    }
}
