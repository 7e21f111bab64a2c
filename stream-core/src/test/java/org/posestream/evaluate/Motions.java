package org.posestream.evaluate;

import java.util.Arrays;
import org.posestream.pose.SkeletonTopology;

/** Motions made for tests. */
final class Motions {

    /** Standing upright, facing z, the left side at x: metres of each joint of Human3.6M-17. */
    private static final float[][] STANDING = {
        {0, 0.9f, 0}, {-0.1f, 0.9f, 0}, {-0.1f, 0.47f, 0.02f}, {-0.1f, 0.05f, 0}, {0.1f, 0.9f, 0},
        {0.1f, 0.47f, 0.02f}, {0.1f, 0.05f, 0}, {0, 1.15f, 0}, {0, 1.4f, 0}, {0, 1.55f, 0.1f}, {0, 1.6f, 0},
        {0.18f, 1.4f, 0}, {0.2f, 1.1f, 0}, {0.2f, 0.85f, 0.05f}, {-0.18f, 1.4f, 0}, {-0.2f, 1.1f, 0},
        {-0.2f, 0.85f, 0.05f}};

    private Motions() {
    }

    /** Somebody who stands, waves the left hand and drifts sideways. */
    static MotionClip waving(String name, int frames) {
        float[] joints = new float[frames * 51];
        int wrist = SkeletonTopology.H36M_17.indexOf("left_wrist");
        for (int f = 0; f < frames; f++) {
            for (int k = 0; k < 17; k++) {
                int at = f * 51 + k * 3;
                joints[at] = STANDING[k][0] + 0.01f * f;
                joints[at + 1] = STANDING[k][1];
                joints[at + 2] = STANDING[k][2] + (k == wrist ? 0.1f * (float) Math.sin(0.3 * f) : 0);
            }
        }
        return new MotionClip(name, joints);
    }

    /** F x 17 x 3 without any motion. */
    static double[][][] still(int frames) {
        double[][][] motion = new double[frames][17][3];
        for (double[][] pose : motion) {
            for (int k = 0; k < 17; k++) {
                for (int d = 0; d < 3; d++) {
                    pose[k][d] = STANDING[k][d];
                }
            }
        }
        return motion;
    }

    static double[][][] copy(double[][][] motion) {
        return Arrays.stream(motion).map(pose -> Arrays.stream(pose).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }
}
