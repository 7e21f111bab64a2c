package org.posestream.motion;

/**
 * Parameters of a {@link OneEuroFilter}.
 *
 * @param minCutoffHertz cut-off at rest; lower is steadier and slower to leave rest
 * @param beta cut-off gained per unit of speed, hertz per (unit per second); higher is quicker in motion
 * @param speedCutoffHertz cut-off of the speed itself
 */
public record OneEuroParameters(double minCutoffHertz, double beta, double speedCutoffHertz) {

    /** 2D joints, in person sizes; MediaPipe's image landmarks. */
    public static final OneEuroParameters JOINTS_2D = new OneEuroParameters(0.05, 80, 1);
    /** 3D joints, in metres; MediaPipe's world landmarks. */
    public static final OneEuroParameters JOINTS_3D = new OneEuroParameters(0.1, 40, 1);
    /** Boxes that the next crop is cut by, in person sizes; harder than the joints, so that the crop does not shake. */
    public static final OneEuroParameters BOX = new OneEuroParameters(0.01, 10, 1);

    public OneEuroParameters {
        requirePositive("minCutoffHertz", minCutoffHertz);
        requirePositive("speedCutoffHertz", speedCutoffHertz);
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("beta must not be negative, but was " + beta);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be above 0, but was " + value);
        }
    }
}
