package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.posestream.inference.Decoder;
import org.posestream.inference.ModelSpec;
import org.posestream.inference.OnnxModel;
import org.posestream.inference.TensorSpec;
import org.posestream.inference.TestNetworks;
import org.posestream.pose.SkeletonTopology;

class CalibratedDecoderTest {

    /** Odds 1, squared and tripled: 3/4. Odds 1/4, halved by a root, times 1/2: 1/5. */
    @Test
    void shouldScaleTheLogitsOfEveryJoint() {
        float[] joints = decode(new float[] {2, 0.5f}, new float[] {log(3), log(0.5)}, 0.5f, 0.2f);
        assertArrayEquals(new float[] {7, 10, 20, 0.75f, 10, 20, 0.2f}, joints, 1e-6f);
    }

    @Test
    void shouldLeaveAJointUnknownOfWhichTheNetworkSaysNothing() {
        float[] joints = decode(new float[] {1, 1}, new float[] {5, 5}, 0, Float.NaN);
        assertEquals(0, joints[3]);
        assertEquals(0, joints[6]);
    }

    @Property
    void shouldStayAProbabilityAndKeepTheOrder(@ForAll @FloatRange(min = 0.01f, max = 1) float one,
            @ForAll @FloatRange(min = 0.01f, max = 1) float other,
            @ForAll @FloatRange(min = 0.05f, max = 4) float slope,
            @ForAll @FloatRange(min = -3, max = 3) float offset) {
        float[] joints = decode(new float[] {slope, slope}, new float[] {offset, offset}, one, other);
        assertTrue(joints[3] > 0 && joints[3] <= 1);
        assertTrue(one < other ? joints[3] <= joints[6] : joints[3] >= joints[6]);
    }

    @Property
    void shouldChangeNothingBySlopeOneAndOffsetZero(@ForAll @FloatRange(min = 0.01f, max = 0.99f) float confidence) {
        assertEquals(confidence, decode(new float[] {1, 1}, new float[2], confidence, confidence)[6], 1e-6f);
    }

    /** The card's calibration wraps the card's decoder, whose presence goes on being found. */
    @Test
    void shouldBeMadeWhereTheCardHasACalibration() {
        try (OnnxModel model = TestNetworks.open("standing-pose", 1)) {
            ModelSpec spec = model.spec();
            SkeletonTopology coco = SkeletonTopology.COCO_17;
            float[] ones = new float[coco.jointCount()];
            Arrays.fill(ones, 1);
            ModelSpec.Head head = new ModelSpec.Head(Decoder.MOVENET, Map.of(), coco, null,
                    new ModelSpec.Calibration(ones, ones));
            ModelSpec changed = new ModelSpec(spec.name(), spec.task(), spec.file(), spec.input(),
                    List.of(new TensorSpec("joints", new long[] {-1, 1, 17, 3}),
                            new TensorSpec("presence", new long[] {-1, 1})), null, head, spec.about());
            KeypointDecoder decoder = KeypointDecoder.of(changed);
            assertEquals(OptionalInt.of(1), decoder.presenceOutput(changed));
            float[] joints = new float[3 * 17];
            FloatBuffer output = FloatBuffer.allocate(3 * 17).put(0, new float[] {0.5f, 0.5f, 0.5f});
            decoder.decode(new FloatBuffer[] {output, null}, 0, joints, 0);
            // sigmoid(1)
            assertEquals(0.731059f, joints[2], 1e-6f);
        }
    }

    private static float log(double value) {
        return (float) Math.log(value);
    }

    /** Two joints at (10, 20) behind one value of another's. */
    private static float[] decode(float[] slopes, float[] offsets, float... confidences) {
        KeypointDecoder fixed = (outputs, person, joints, offset) -> {
            for (int k = 0; k < confidences.length; k++) {
                new JointWriter(64, 64).write(joints, offset + 3 * k, 10, 20, confidences[k]);
            }
        };
        float[] joints = new float[1 + 3 * confidences.length];
        joints[0] = 7;
        ModelSpec.Calibration calibration = new ModelSpec.Calibration(slopes, offsets);
        new CalibratedDecoder(fixed, calibration).decode(new FloatBuffer[0], 0, joints, 1);
        return joints;
    }
}
