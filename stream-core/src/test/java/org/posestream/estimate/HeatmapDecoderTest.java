package org.posestream.estimate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.posestream.estimate.HeatmapDecoder.Refinement;

class HeatmapDecoderTest {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 64;
    private static final int STRIDE = 4;
    private static final HeatmapGrid GRID = new HeatmapGrid(1, WIDTH, HEIGHT, WIDTH * STRIDE, HEIGHT * STRIDE);

    @Property
    void shouldFindAGaussiansPeakUpToTheBorderByDark(@ForAll @FloatRange(min = -0.45f, max = 47.45f) float x,
            @ForAll @FloatRange(min = -0.45f, max = 63.45f) float y) {
        float[] joint = decode(Refinement.DARK, 0, gaussian(x, y, 2, 0.9f));
        assertEquals(input(x), joint[0], 0.02 * STRIDE);
        assertEquals(input(y), joint[1], 0.02 * STRIDE);
        assertEquals(0.9, joint[2], 0.06);
    }

    @Property(tries = 200)
    void shouldFindAPeakAfterBlurring(@ForAll @FloatRange(min = 0, max = 47) float x,
            @ForAll @FloatRange(min = 0, max = 63) float y) {
        float[] joint = decode(Refinement.DARK, 2, gaussian(x, y, 2, 1));
        assertEquals(input(x), joint[0], 0.02 * STRIDE);
        assertEquals(input(y), joint[1], 0.02 * STRIDE);
    }

    @Property
    void shouldBeWithinAQuarterPixelByOffset(@ForAll @FloatRange(min = 0.51f, max = 46.49f) float x,
            @ForAll @FloatRange(min = 0.51f, max = 62.49f) float y) {
        float[] joint = decode(Refinement.QUARTER_OFFSET, 0, gaussian(x, y, 2, 1));
        assertEquals(input(x), joint[0], 0.2501 * STRIDE);
        assertEquals(input(y), joint[1], 0.2501 * STRIDE);
    }

    @Property
    void shouldBeWithinHalfAPixelByArgmax(@ForAll @FloatRange(min = -0.5f, max = 47.5f) float x,
            @ForAll @FloatRange(min = -0.5f, max = 63.5f) float y) {
        float[] joint = decode(Refinement.ARGMAX, 0, gaussian(x, y, 2, 1));
        assertEquals(input(x), joint[0], 0.5001 * STRIDE);
        assertEquals(input(y), joint[1], 0.5001 * STRIDE);
    }

    @Test
    void shouldReadTheRightPersonAndWriteAtTheOffset() {
        FloatBuffer two = FloatBuffer.allocate(2 * GRID.size());
        two.put(5, 0.5f).put(GRID.size() + 3 * WIDTH + 7, 0.75f);
        float[] joints = new float[5];
        new HeatmapDecoder(GRID, Refinement.ARGMAX, 0).decode(new FloatBuffer[] {two}, 1, joints, 2);
        // (7 + 0.5) * 4 - 0.5 = 29.5, (3 + 0.5) * 4 - 0.5 = 13.5
        assertArrayEquals(new float[] {0, 0, 29.5f, 13.5f, 0.75f}, joints);
    }

    @Test
    void shouldBeUnsureInTheCentreWhereTheMapSaysNothing() {
        for (Refinement refinement : Refinement.values()) {
            for (float value : new float[] {0, -1, Float.NaN, Float.NEGATIVE_INFINITY}) {
                float[] map = new float[GRID.size()];
                Arrays.fill(map, value);
                assertArrayEquals(new float[] {95.5f, 127.5f, 0}, decode(refinement, 0, map));
            }
        }
    }

    @Test
    void shouldKeepToThePeakBesideNaN() {
        float[] map = gaussian(20, 30, 2, 1);
        map[30 * WIDTH + 21] = Float.NaN;
        float[] joint = decode(Refinement.DARK, 0, map);
        assertEquals(input(20), joint[0], STRIDE);
        assertEquals(input(30), joint[1], STRIDE);
        assertEquals(1, joint[2]);
    }

    private static double input(float heatmapPixel) {
        return (heatmapPixel + 0.5) * STRIDE - 0.5;
    }

    private static float[] decode(Refinement refinement, float blurSigma, float[] map) {
        float[] joint = new float[3];
        new HeatmapDecoder(GRID, refinement, blurSigma).decode(new FloatBuffer[] {FloatBuffer.wrap(map)}, 0, joint, 0);
        return joint;
    }

    static float[] gaussian(float x, float y, float sigma, float peak) {
        float[] map = new float[GRID.size()];
        for (int i = 0; i < map.length; i++) {
            double square = Math.pow(i % WIDTH - x, 2) + Math.pow(i / WIDTH - y, 2);
            map[i] = (float) (peak * Math.exp(-square / (2 * sigma * sigma)));
        }
        return map;
    }
}
