package org.posestream.motion;

/** What the smoother remembers of one track. */
final class TrackMotion {

    /** Time constant of the confidences: MediaPipe's 0.1 of the new value per 1/30 s, made independent of the rate. */
    private static final double CONFIDENCE_SECONDS = -1 / (30 * Math.log(1 - 0.1));
    /** A joint below this confidence follows only in proportion: at 0 it holds its place instead of jumping. */
    private static final float FULL_WEIGHT_CONFIDENCE = 0.1f;

    private final JointSet joints2d;
    private final JointSet joints3d;
    long id;
    long newestNanos;

    TrackMotion(int jointCount2d, int jointCount3d) {
        joints2d = new JointSet(OneEuroParameters.JOINTS_2D, jointCount2d, 2);
        joints3d = new JointSet(OneEuroParameters.JOINTS_3D, jointCount3d, 3);
    }

    void begin(long newId) {
        id = newId;
        joints2d.reset();
        joints3d.reset();
    }

    void smooth2d(float[] joints, int offset, long captureNanos, float personPixels) {
        joints2d.smooth(joints, offset, captureNanos, 1.0 / Math.max(1, personPixels));
    }

    void smooth3d(float[] joints, int offset, long captureNanos) {
        joints3d.smooth(joints, offset, captureNanos, 1);
    }

    /** K joints of D coordinates and a confidence each. */
    private static final class JointSet {
        private final OneEuroFilter filter;
        private final float[] confidences;
        private final int dims;
        private boolean started;
        private long newestNanos;

        JointSet(OneEuroParameters parameters, int jointCount, int dims) {
            filter = new OneEuroFilter(parameters, jointCount * dims);
            confidences = new float[jointCount];
            this.dims = dims;
        }

        void reset() {
            filter.reset();
            started = false;
        }

        void smooth(float[] joints, int offset, long captureNanos, double unitsPerValue) {
            float confidenceAlpha = confidenceAlpha(captureNanos);
            filter.advance(captureNanos, unitsPerValue);
            for (int k = 0; k < confidences.length; k++) {
                int at = offset + k * (dims + 1);
                float weight = Math.min(1, joints[at + dims] / FULL_WEIGHT_CONFIDENCE);
                for (int d = 0; d < dims; d++) {
                    joints[at + d] = filter.smooth(k * dims + d, joints[at + d], weight);
                }
                confidences[k] += confidenceAlpha * (joints[at + dims] - confidences[k]);
                joints[at + dims] = confidences[k];
            }
        }

        private float confidenceAlpha(long captureNanos) {
            double seconds = started ? (captureNanos - newestNanos) * 1e-9 : Double.POSITIVE_INFINITY;
            started = true;
            newestNanos = captureNanos;
            return (float) (1 - Math.exp(-Math.max(0, seconds) / CONFIDENCE_SECONDS));
        }
    }
}
