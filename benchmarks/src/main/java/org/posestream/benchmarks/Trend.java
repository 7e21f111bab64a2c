package org.posestream.benchmarks;

import java.util.Locale;

/**
 * The straight line nearest to some points, by least squares.
 *
 * @param slope units of y a unit of x
 * @param standardError of the slope, as if the points lay about the line by chance and independently; 0 for two points
 */
record Trend(double slope, double standardError) {

    /** @param x at least two different values */
    static Trend of(double[] x, double[] y) {
        int n = x.length;
        double meanX = mean(x);
        double meanY = mean(y);
        double spread = 0;
        double product = 0;
        for (int i = 0; i < n; i++) {
            spread += (x[i] - meanX) * (x[i] - meanX);
            product += (x[i] - meanX) * (y[i] - meanY);
        }
        double slope = product / spread;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double error = y[i] - meanY - slope * (x[i] - meanX);
            squares += error * error;
        }
        return new Trend(slope, n > 2 ? Math.sqrt(squares / (n - 2) / spread) : 0);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The same for x in units so many times as large. */
    Trend per(double units) {
        return new Trend(slope * units, standardError * units);
    }

    /** The slope and its error, for example {@code +0.12 +- 0.03}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.3f +- %.3f", slope, standardError);
    }
}
