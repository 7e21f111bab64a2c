package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class SimCcDecoderTest {

    private static final int SPLIT = 2;

    @Property
    void shouldFindAGaussiansPeakUpToTheBorder(@ForAll @FloatRange(min = 0, max = 191) float x,
            @ForAll @FloatRange(min = 0, max = 255) float y, @ForAll @FloatRange(min = 2, max = 6) float sigma) {
        float[] joint = decode(sigma, gaussian(192, x, sigma, 0.9f), gaussian(256, y, sigma, 0.8f));
        assertEquals(x, joint[0], 0.05 / SPLIT);
        assertEquals(y, joint[1], 0.05 / SPLIT);
        assertEquals(0.8, joint[2], 0.8 * 0.04, "the lower peak");
    }

    /** With values below 0 there is no logarithm, and logits of a Gaussian are a parabola themselves. */
    @Property(tries = 200)
    void shouldFindThePeakOfLogits(@ForAll @FloatRange(min = 5, max = 186) float x) {
        assertEquals(x, decode(6, logits(x, 0.2f), gaussian(256, 100, 6, 1))[0], 0.01 / SPLIT);
    }

    /** All above 0 they pass for probabilities; half a bin off the centre the parabola is then 0.215 bins out. */
    @Property(tries = 200)
    void shouldStayWellWithinABinForPositiveLogits(@ForAll @FloatRange(min = 5, max = 186) float x) {
        assertEquals(x, decode(6, logits(x, 1), gaussian(256, 100, 6, 1))[0], 0.22 / SPLIT);
    }

    private static float[] logits(float x, float peak) {
        float[] raw = new float[192 * SPLIT];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (peak - Math.pow(i - x * SPLIT, 2) / (2 * 6 * 6));
        }
        return raw;
    }

    @Test
    void shouldReadTheRightPerson() {
        FloatBuffer x = FloatBuffer.allocate(2 * 384).put(384 + 20, 0.5f);
        FloatBuffer y = FloatBuffer.allocate(2 * 512).put(512 + 31, 0.4f);
        float[] joints = new float[4];
        new SimCcDecoder(192, 256, 1, SPLIT, 2).decode(new FloatBuffer[] {x, y}, 1, joints, 1);
        assertArrayEquals(new float[] {0, 10, 15.5f, 0.4f}, joints);
    }

    @Test
    void shouldBeUnsureInTheCentreWhereTheBinsSayNothing() {
        for (float value : new float[] {0, -1, Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] x = new float[384];
            float[] y = new float[512];
            Arrays.fill(x, value);
            Arrays.fill(y, value);
            assertArrayEquals(new float[] {95.5f, 127.5f, 0}, decode(2, x, y));
        }
    }

    @Test
    void shouldRefuseAParabolaWiderThanTheBins() {
        assertThrows(IllegalArgumentException.class, () -> new SimCcDecoder(4, 4, 1, 1, 2));
    }

    private static float[] decode(float sigma, float[] x, float[] y) {
        float[] joint = new float[3];
        new SimCcDecoder(192, 256, 1, SPLIT, sigma).decode(
                new FloatBuffer[] {FloatBuffer.wrap(x), FloatBuffer.wrap(y)}, 0, joint, 0);
        return joint;
    }

    private static float[] gaussian(int pixels, float at, float sigmaBins, float peak) {
        float[] bins = new float[pixels * SPLIT];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = (float) (peak * Math.exp(-Math.pow(i - at * SPLIT, 2) / (2 * sigmaBins * sigmaBins)));
        }
        return bins;
    }
}
