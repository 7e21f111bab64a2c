package org.posestream.estimate;

import java.nio.FloatBuffer;

/**
 * Integral regression (Sun et al. 2018, eq. 2): the mean position under the soft-max of the map. The confidence is the
 * part of the soft-max within two pixels of that mean: near 1 for one sharp peak, low for a flat or a split map.
 */
final class SoftArgmaxDecoder implements KeypointDecoder {

    private static final int NEAR_PIXELS = 2;
    /** exp(-20) = 2e-9: beyond, a pixel cannot move the mean by what a float shows. */
    private static final float NEGLIGIBLE = -20;

    private final HeatmapGrid grid;
    private final float beta;
    private final JointWriter writer;
    private final float[] map;

    /**
     * @param grid shape of the maps
     * @param beta factor before the soft-max; 1 for maps that are logits
     */
    SoftArgmaxDecoder(HeatmapGrid grid, float beta) {
        if (!(beta > 0)) {
            throw new IllegalArgumentException("beta must be above 0, but was " + beta);
        }
        this.grid = grid;
        this.beta = beta;
        writer = grid.writer();
        map = new float[grid.size()];
    }

    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        for (int k = 0; k < grid.joints(); k++) {
            outputs[0].get((person * grid.joints() + k) * map.length, map, 0, map.length);
            float sum = softmax();
            float x = 0;
            float y = 0;
            for (int i = 0; i < map.length; i++) {
                x += map[i] * (i % grid.width());
                y += map[i] * (i / grid.width());
            }
            x /= sum;
            y /= sum;
            writer.write(joints, offset + 3 * k, grid.inputX(x), grid.inputY(y), massNear(x, y) / sum);
        }
    }

    /** Turns the map into exp(beta (value - highest)) and returns the sum; 0 where nothing stands out. */
    private float softmax() {
        float highest = Float.NEGATIVE_INFINITY;
        float lowest = Float.POSITIVE_INFINITY;
        for (float value : map) {
            highest = Math.max(highest, value);
            lowest = Math.min(lowest, value);
        }
        if (!(highest > lowest)) {
            return 0;
        }
        float sum = 0;
        for (int i = 0; i < map.length; i++) {
            float exponent = beta * (map[i] - highest);
            map[i] = exponent > NEGLIGIBLE ? (float) Math.exp(exponent) : 0;
            sum += map[i];
        }
        return sum;
    }

    private float massNear(float x, float y) {
        float mass = 0;
        for (int row = Math.round(y) - NEAR_PIXELS; row <= Math.round(y) + NEAR_PIXELS; row++) {
            for (int column = Math.round(x) - NEAR_PIXELS; column <= Math.round(x) + NEAR_PIXELS; column++) {
                if (row >= 0 && row < grid.height() && column >= 0 && column < grid.width()) {
                    mass += map[row * grid.width() + column];
                }
            }
        }
        return mass;
    }
}
