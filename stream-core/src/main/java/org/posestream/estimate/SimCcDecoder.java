package org.posestream.estimate;

import java.nio.FloatBuffer;
import org.posestream.inference.ModelSpec;

/**
 * SimCC (Li et al. 2022): per joint one distribution over columns and one over rows, {@code splitRatio} bins per input
 * pixel; bin i lies at input pixel i / splitRatio. The peak is refined below a bin by the parabola through three points
 * of the logarithm (exact for the Gaussian labels the networks are trained with); the confidence is the lower peak.
 */
final class SimCcDecoder implements KeypointDecoder {

    private final int joints;
    private final float splitRatio;
    private final int tapBins;
    private final JointWriter writer;
    private final float[] columns;
    private final float[] rows;
    private float peak;

    /**
     * @param width of the input, pixels
     * @param height of the input, pixels
     * @param joints K
     * @param splitRatio bins per pixel
     * @param sigma of the Gaussian labels, bins; the parabola reaches so far, as wider points quieten noise
     */
    SimCcDecoder(int width, int height, int joints, float splitRatio, float sigma) {
        this.joints = joints;
        this.splitRatio = splitRatio;
        tapBins = Math.max(1, Math.round(sigma));
        writer = new JointWriter(width, height);
        columns = new float[Math.round(width * splitRatio)];
        rows = new float[Math.round(height * splitRatio)];
        if (Math.min(columns.length, rows.length) <= 2 * tapBins) {
            throw new IllegalArgumentException("sigma " + sigma + " is too wide for " + columns.length + "x"
                    + rows.length + " bins");
        }
    }

    static SimCcDecoder of(ModelSpec spec) {
        int joints = spec.topology().jointCount();
        SimCcDecoder decoder = new SimCcDecoder(spec.image().width(), spec.image().height(), joints,
                (float) spec.option("splitRatio", 2), (float) spec.option("sigma", 2));
        spec.requireOutput(0, joints, decoder.columns.length);
        spec.requireOutput(1, joints, decoder.rows.length);
        return decoder;
    }

    @Override
    public void decode(FloatBuffer[] outputs, int person, float[] target, int offset) {
        for (int k = 0; k < joints; k++) {
            outputs[0].get((person * joints + k) * columns.length, columns, 0, columns.length);
            outputs[1].get((person * joints + k) * rows.length, rows, 0, rows.length);
            float x = position(columns) / splitRatio;
            float columnPeak = peak;
            float y = position(rows) / splitRatio;
            writer.write(target, offset + 3 * k, x, y, Math.min(columnPeak, peak));
        }
    }

    /** The refined bin of the peak, whose height is left in {@link #peak}; NaN is never higher. */
    private float position(float[] bins) {
        peak = 0;
        int highest = 0;
        for (int i = 0; i < bins.length; i++) {
            if (bins[i] > peak) {
                peak = bins[i];
                highest = i;
            }
        }
        int centre = Math.max(tapBins, Math.min(bins.length - 1 - tapBins, highest));
        double vertex = centre + tapBins * vertex(bins[centre - tapBins], bins[centre], bins[centre + tapBins]);
        double least = Math.max(highest - 1, -0.5);
        double most = Math.min(highest + 1, bins.length - 0.5);
        return (float) Math.max(least, Math.min(most, vertex));
    }

    /** Where the parabola through (-1, a), (0, b), (1, c) peaks, on the logarithms where there are any. */
    private static double vertex(float a, float b, float c) {
        boolean positive = a > 0 && b > 0 && c > 0;
        double left = positive ? Math.log(a) : a;
        double middle = positive ? Math.log(b) : b;
        double right = positive ? Math.log(c) : c;
        double curvature = left - 2 * middle + right;
        return curvature < 0 ? (left - right) / (2 * curvature) : 0;
    }
}
