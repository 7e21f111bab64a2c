package org.posestream.metrics;

/**
 * A rotation, then a scaling, then a shift of 3D points: {@code scale * rotation * p + translation}.
 *
 * @param rotation 3 x 3, row by row
 * @param scale at least 0
 * @param translation 3 values
 */
public record SimilarityTransform(double[][] rotation, double scale, double[] translation) {

    /** Sweeps of Jacobi rotations; a 4 x 4 matrix is diagonal to machine precision after five or six. */
    private static final int SWEEPS = 12;

    /**
     * The transform that brings points nearest to others, in the sense of least squares, by the unit quaternion of
     * Horn (1987). Never a reflection.
     *
     * @param from K x 3
     * @param to K x 3, the same points
     */
    public static SimilarityTransform leastSquares(double[][] from, double[][] to) {
        PoseErrors.requireAlike(from, to);
        double[] fromMean = mean(from);
        double[] toMean = mean(to);
        double[][] s = new double[3][3];
        double square = 0;
        for (int k = 0; k < from.length; k++) {
            for (int i = 0; i < 3; i++) {
                double a = from[k][i] - fromMean[i];
                square += a * a;
                for (int j = 0; j < 3; j++) {
                    s[i][j] += a * (to[k][j] - toMean[j]);
                }
            }
        }
        double[][] rotation = ofQuaternion(dominantEigenvector(horn(s)));
        double product = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                product += rotation[j][i] * s[i][j];
            }
        }
        double scale = square > 0 ? Math.max(0, product / square) : 1;
        double[] moved = new SimilarityTransform(rotation, scale, new double[3]).apply(fromMean);
        for (int i = 0; i < 3; i++) {
            toMean[i] -= moved[i];
        }
        return new SimilarityTransform(rotation, scale, toMean);
    }

    /** The point (3 values) transformed. */
    public double[] apply(double[] point) {
        double[] result = translation.clone();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                result[i] += scale * rotation[i][j] * point[j];
            }
        }
        return result;
    }

    private static double[] mean(double[][] points) {
        double[] mean = new double[3];
        for (double[] point : points) {
            for (int d = 0; d < 3; d++) {
                mean[d] += point[d] / points.length;
            }
        }
        return mean;
    }

    /** Horn's symmetric matrix, whose dominant eigenvector is the rotation's quaternion. */
    private static double[][] horn(double[][] s) {
        double x = s[1][2] - s[2][1];
        double y = s[2][0] - s[0][2];
        double z = s[0][1] - s[1][0];
        double xy = s[0][1] + s[1][0];
        double zx = s[2][0] + s[0][2];
        double yz = s[1][2] + s[2][1];
        return new double[][] {
            {s[0][0] + s[1][1] + s[2][2], x, y, z},
            {x, s[0][0] - s[1][1] - s[2][2], xy, zx},
            {y, xy, s[1][1] - s[0][0] - s[2][2], yz},
            {z, zx, yz, s[2][2] - s[0][0] - s[1][1]}};
    }

    private static double[] dominantEigenvector(double[][] a) {
        double[][] vectors = new double[4][4];
        for (int i = 0; i < 4; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < 3; p++) {
                for (int q = p + 1; q < 4; q++) {
                    annihilate(a, vectors, p, q);
                }
            }
        }
        int best = 0;
        for (int i = 1; i < 4; i++) {
            best = a[i][i] > a[best][best] ? i : best;
        }
        return new double[] {vectors[0][best], vectors[1][best], vectors[2][best], vectors[3][best]};
    }

    /** One Jacobi rotation, which makes the element (p, q) zero. */
    private static void annihilate(double[][] a, double[][] vectors, int p, int q) {
        double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int k = 0; k < 4; k++) {
            double kp = a[k][p];
            a[k][p] = c * kp - s * a[k][q];
            a[k][q] = s * kp + c * a[k][q];
            double vp = vectors[k][p];
            vectors[k][p] = c * vp - s * vectors[k][q];
            vectors[k][q] = s * vp + c * vectors[k][q];
        }
        for (int k = 0; k < 4; k++) {
            double pk = a[p][k];
            a[p][k] = c * pk - s * a[q][k];
            a[q][k] = s * pk + c * a[q][k];
        }
    }

    private static double[][] ofQuaternion(double[] q) {
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[][] {
            {w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)},
            {2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)},
            {2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z}};
    }
}
