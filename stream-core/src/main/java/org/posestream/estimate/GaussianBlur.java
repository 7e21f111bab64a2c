package org.posestream.estimate;

/** Gaussian smoothing of single pixels of a map. */
final class GaussianBlur {

    /** How far the kernel reaches, in sigmas; beyond lies under 2 % of its weight per side. */
    private static final float REACH = 2.5f;

    private final int width;
    private final int height;
    private final float[] kernel;

    /** @param sigma pixels; 0 leaves the map as it is */
    GaussianBlur(float sigma, int width, int height) {
        this.width = width;
        this.height = height;
        kernel = new float[(int) Math.ceil(REACH * sigma) + 1];
        kernel[0] = 1;
        for (int d = 1; d < kernel.length; d++) {
            kernel[d] = (float) Math.exp(-d * d / (2 * sigma * sigma));
        }
    }

    /** Whether the kernel stays inside the map for pixel (x, y) and its eight neighbours. */
    boolean fits(int x, int y) {
        return Math.min(Math.min(x, y), Math.min(width - 1 - x, height - 1 - y)) > kernel.length - 1;
    }

    /** The smoothed value, up to a constant factor, of pixel (x, y) of the map that begins at {@code map}. */
    double at(float[] maps, int map, int x, int y) {
        int reach = kernel.length - 1;
        double sum = 0;
        for (int v = y - reach; v <= y + reach; v++) {
            for (int u = x - reach; u <= x + reach; u++) {
                sum += kernel[Math.abs(v - y)] * kernel[Math.abs(u - x)] * maps[map + v * width + u];
            }
        }
        return sum;
    }
}
