package org.posestream.estimate;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.posestream.inference.ModelSpec;
import org.posestream.pose.SkeletonTopology;

/**
 * Joints of another decoder whose 2D confidences become probabilities by the card's {@link ModelSpec.Calibration}. A
 * joint of confidence 0, which the network says nothing of, keeps it.
 */
final class CalibratedDecoder implements KeypointDecoder {

    /** Keeps the logit of 0 and 1 finite; the recipes fit with the same. */
    private static final double LEAST = 1e-4;

    private final KeypointDecoder decoder;
    private final ModelSpec.Calibration calibration;

    CalibratedDecoder(KeypointDecoder decoder, ModelSpec.Calibration calibration) {
        this.decoder = requireNonNull(decoder, "decoder is null");
        this.calibration = requireNonNull(calibration, "calibration is null");
    }

    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        decoder.decode(outputs, person, joints, offset);
        for (int k = 0; k < calibration.slopes().length; k++) {
            int at = offset + 3 * k + 2;
            joints[at] = joints[at] > 0 ? calibrated(joints[at], k) : 0;
        }
    }

    private float calibrated(float confidence, int joint) {
        double decoded = Math.max(LEAST, Math.min(1 - LEAST, confidence));
        double logit = Math.log(decoded / (1 - decoded));
        return (float) (1 / (1 + Math.exp(-(calibration.slopes()[joint] * logit + calibration.offsets()[joint]))));
    }

    @Override
    public Optional<SkeletonTopology> topology3d() {
        return decoder.topology3d();
    }

    @Override
    public void decode3d(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        decoder.decode3d(outputs, person, joints, offset);
    }

    @Override
    public OptionalInt presenceOutput(ModelSpec spec) {
        return decoder.presenceOutput(spec);
    }
}
