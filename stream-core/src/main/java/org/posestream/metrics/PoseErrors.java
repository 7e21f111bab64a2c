package org.posestream.metrics;

/**
 * How far a pose is from the truth, by the measures of the literature. Joints are K x D, in the same order and axes on
 * both sides; errors come in the unit of the joints.
 */
public final class PoseErrors {

    private PoseErrors() {
    }

    /**
     * MPJPE: mean distance between the joints of two poses whose roots lie on each other (Ionescu et al. 2014).
     *
     * @param root index of the joint that both poses are relative to
     */
    public static double mpjpe(double[][] pose, double[][] truth, int root) {
        return meanDistance(relative(pose, root), relative(truth, root));
    }

    /** N-MPJPE: MPJPE of the pose at the size that fits best (Rhodin et al. 2018); one camera cannot know the size. */
    public static double normalisedMpjpe(double[][] pose, double[][] truth, int root) {
        double[][] from = relative(pose, root);
        double[][] to = relative(truth, root);
        double product = 0;
        double square = 0;
        for (int k = 0; k < from.length; k++) {
            for (int d = 0; d < from[k].length; d++) {
                product += from[k][d] * to[k][d];
                square += from[k][d] * from[k][d];
            }
        }
        double scale = square > 0 ? product / square : 0;
        double[][] scaled = new double[from.length][];
        for (int k = 0; k < from.length; k++) {
            scaled[k] = from[k].clone();
            for (int d = 0; d < scaled[k].length; d++) {
                scaled[k][d] *= scale;
            }
        }
        return meanDistance(scaled, to);
    }

    /** PA-MPJPE: mean distance after the best shift, rotation and scaling of the pose; in 3D. */
    public static double procrustesMpjpe(double[][] pose, double[][] truth) {
        SimilarityTransform best = SimilarityTransform.leastSquares(pose, truth);
        double[][] aligned = new double[pose.length][];
        for (int k = 0; k < pose.length; k++) {
            aligned[k] = best.apply(pose[k]);
        }
        return meanDistance(aligned, truth);
    }

    /**
     * Acceleration error: mean distance between the accelerations of the joints of two motions (Kanazawa et al. 2019),
     * roots on each other, by the second difference of three successive frames.
     *
     * @param poses 3 x K x D
     * @param truth 3 x K x D
     * @param root index of the joint that all poses are relative to
     * @param frameSeconds from one frame to the next
     * @return the unit of the joints per squared second
     */
    public static double accelerationError(double[][][] poses, double[][][] truth, int root, double frameSeconds) {
        return meanDistance(secondDifference(poses, root), secondDifference(truth, root))
                / (frameSeconds * frameSeconds);
    }

    private static double[][] secondDifference(double[][][] motion, int root) {
        double[][] result = relative(motion[0], root);
        double[][] middle = relative(motion[1], root);
        double[][] last = relative(motion[2], root);
        for (int k = 0; k < result.length; k++) {
            for (int d = 0; d < result[k].length; d++) {
                result[k][d] += last[k][d] - 2 * middle[k][d];
            }
        }
        return result;
    }

    private static double meanDistance(double[][] pose, double[][] truth) {
        requireAlike(pose, truth);
        double sum = 0;
        for (int k = 0; k < pose.length; k++) {
            sum += distance(pose[k], truth[k]);
        }
        return sum / pose.length;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return Math.sqrt(sum);
    }

    private static double[][] relative(double[][] pose, int root) {
        double[][] result = new double[pose.length][];
        for (int k = 0; k < pose.length; k++) {
            result[k] = pose[k].clone();
            for (int d = 0; d < result[k].length; d++) {
                result[k][d] -= pose[root][d];
            }
        }
        return result;
    }

    static void requireAlike(double[][] pose, double[][] truth) {
        if (pose.length == 0 || pose.length != truth.length) {
            throw new IllegalArgumentException("poses must have the same joints, at least one, but had "
                    + pose.length + " and " + truth.length);
        }
    }
}
