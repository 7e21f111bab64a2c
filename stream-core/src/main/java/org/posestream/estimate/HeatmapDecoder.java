package org.posestream.estimate;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;

/** Gaussian heatmaps, one per joint: the highest pixel, refined below a pixel; its value is the confidence. */
final class HeatmapDecoder implements KeypointDecoder {

    /** How to get below a pixel. */
    enum Refinement {
        /** Not at all. */
        ARGMAX,
        /** A quarter of a pixel towards the higher neighbour, per axis (as Newell et al. 2016 do). */
        QUARTER_OFFSET,
        /** One Newton step on the logarithm, which finds a Gaussian's peak exactly (DARK, Zhang et al. 2020, eq. 8). */
        DARK
    }

    /** Keeps the logarithm finite where a map is 0 or below; far under what a map holds next to a peak. */
    private static final float LEAST = 1e-6f;

    private final HeatmapGrid grid;
    private final Refinement refinement;
    private final JointWriter writer;
    private final GaussianBlur blur;
    private final float[] maps;
    /** The 3 x 3 values round the peak, row by row. */
    private final double[] patch = new double[9];
    private float x;
    private float y;

    /**
     * @param grid shape of the maps
     * @param refinement how to get below a pixel
     * @param blurSigma DARK only: Gaussian that smooths noisy maps first, heatmap pixels; 0 for none
     */
    HeatmapDecoder(HeatmapGrid grid, Refinement refinement, float blurSigma) {
        this.grid = requireNonNull(grid, "grid is null");
        this.refinement = requireNonNull(refinement, "refinement is null");
        writer = grid.writer();
        blur = new GaussianBlur(blurSigma, grid.width(), grid.height());
        maps = new float[grid.joints() * grid.size()];
    }

    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] joints, int offset) {
        outputs[0].get(person * maps.length, maps, 0, maps.length);
        for (int k = 0; k < grid.joints(); k++) {
            int map = k * grid.size();
            int peak = peak(map);
            x = (peak - map) % grid.width();
            y = (peak - map) / grid.width();
            refine(map, (int) x, (int) y);
            writer.write(joints, offset + 3 * k, grid.inputX(x), grid.inputY(y), maps[peak]);
        }
    }

    /** Index of the highest pixel; NaN is never higher. */
    private int peak(int map) {
        int peak = map;
        float highest = 0;
        for (int i = map; i < map + grid.size(); i++) {
            if (maps[i] > highest) {
                highest = maps[i];
                peak = i;
            }
        }
        return peak;
    }

    private void refine(int map, int column, int row) {
        switch (refinement) {
            case ARGMAX -> { }
            case QUARTER_OFFSET -> {
                x += quarter(map, column, row, 1, 0);
                y += quarter(map, column, row, 0, 1);
            }
            case DARK -> newtonStep(map, column, row);
        }
    }

    /** At the border a neighbour is missing and the joint stays. */
    private float quarter(int map, int column, int row, int dx, int dy) {
        boolean inside = column - dx >= 0 && column + dx < grid.width() && row - dy >= 0
                && row + dy < grid.height();
        if (!inside) {
            return 0;
        }
        int step = dy * grid.width() + dx;
        int i = map + row * grid.width() + column;
        return Math.signum(maps[i + step] - maps[i - step]) * 0.25f;
    }

    /** The stencil stays inside the map: a parabola's peak may lie beside the points it is fitted to. */
    private void newtonStep(int map, int column, int row) {
        int centreX = Math.max(1, Math.min(grid.width() - 2, column));
        int centreY = Math.max(1, Math.min(grid.height() - 2, row));
        readPatch(map, centreX, centreY);
        double gradientX = (patch[5] - patch[3]) / 2;
        double gradientY = (patch[7] - patch[1]) / 2;
        double xx = patch[5] - 2 * patch[4] + patch[3];
        double yy = patch[7] - 2 * patch[4] + patch[1];
        double xy = (patch[8] - patch[6] - patch[2] + patch[0]) / 4;
        double determinant = xx * yy - xy * xy;
        boolean isPeak = xx < 0 && determinant > 0;
        if (isPeak) {
            x = near(column, centreX - (yy * gradientX - xy * gradientY) / determinant, grid.width());
            y = near(row, centreY - (xx * gradientY - xy * gradientX) / determinant, grid.height());
        }
    }

    /** Where the blur would reach over the border the map is taken as it is; cutting the blur moves the peak. */
    private void readPatch(int map, int centreX, int centreY) {
        boolean smooth = blur.fits(centreX, centreY);
        for (int i = 0; i < 9; i++) {
            int column = centreX + i % 3 - 1;
            int row = centreY + i / 3 - 1;
            double value = smooth ? blur.at(maps, map, column, row) : maps[map + row * grid.width() + column];
            patch[i] = Math.log(value > LEAST ? value : LEAST);
        }
    }

    /** A map that is no Gaussian must not throw the joint further than a pixel, nor out of the crop. */
    private static float near(int pixel, double refined, int size) {
        double least = Math.max(pixel - 1, -0.5);
        double most = Math.min(pixel + 1, size - 0.5);
        return (float) Math.max(least, Math.min(most, refined));
    }
}
