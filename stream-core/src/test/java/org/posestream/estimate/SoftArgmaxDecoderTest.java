package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class SoftArgmaxDecoderTest {

    private static final HeatmapGrid GRID = new HeatmapGrid(1, 48, 64, 192, 256);

    /** The soft-max of a negative parabola is a Gaussian, whose mean over the pixels is its centre. */
    @Property(tries = 200)
    void shouldFindTheMeanOfAGaussian(@ForAll @FloatRange(min = 8, max = 39) float x,
            @ForAll @FloatRange(min = 8, max = 55) float y, @ForAll @FloatRange(min = 0.5f, max = 20) float beta) {
        float[] joint = decode(beta, logits(x, y, 1.5f, beta));
        assertEquals(GRID.inputX(x), joint[0], 0.01 * 4);
        assertEquals(GRID.inputY(y), joint[1], 0.01 * 4);
        // 5 x 5 pixels hold (erf(2.5 / (1.5 sqrt 2)))^2 = 0.82 of it when it is centred
        assertTrue(joint[2] > 0.75 && joint[2] < 0.9, "confidence " + joint[2]);
    }

    @Property(tries = 200)
    void shouldStayInsideTheCrop(@ForAll @FloatRange(min = -5, max = 52) float x,
            @ForAll @FloatRange(min = -5, max = 68) float y) {
        float[] joint = decode(1, logits(x, y, 2, 1));
        assertTrue(joint[0] >= 0 && joint[0] <= 191 && joint[1] >= 0 && joint[1] <= 255, Arrays.toString(joint));
    }

    @Test
    void shouldBeLessSureOfTwoPeaks() {
        float[] one = logits(10, 30, 1, 1);
        float[] two = logits(16, 30, 1, 1);
        for (int i = 0; i < two.length; i++) {
            two[i] = Math.max(one[i], two[i]);
        }
        float[] joint = decode(1, two);
        assertEquals(GRID.inputX(13), joint[0], 0.01);
        assertTrue(joint[2] < 0.4, "confidence " + joint[2]);
    }

    @Test
    void shouldBeUnsureInTheCentreWhereTheMapSaysNothing() {
        for (float value : new float[] {0, -3, Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] map = new float[GRID.size()];
            Arrays.fill(map, value);
            assertArrayEquals(new float[] {95.5f, 127.5f, 0}, decode(1, map));
        }
    }

    private static float[] decode(float beta, float[] map) {
        float[] joint = new float[3];
        new SoftArgmaxDecoder(GRID, beta).decode(new FloatBuffer[] {FloatBuffer.wrap(map)}, 0, joint, 0);
        return joint;
    }

    private static float[] logits(float x, float y, float sigma, float beta) {
        float[] map = new float[GRID.size()];
        for (int i = 0; i < map.length; i++) {
            double square = Math.pow(i % GRID.width() - x, 2) + Math.pow(i / GRID.width() - y, 2);
            map[i] = (float) (-square / (2 * sigma * sigma * beta));
        }
        return map;
    }
}
