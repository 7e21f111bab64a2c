package org.posestream.evaluate;

import java.util.Arrays;
import org.posestream.pose.SkeletonTopology;

/** People for tests: hips at y = 100, shoulders 60 pixels above, ankles 80 below, all joints on one upright line. */
final class TruePeople {

    private static final int JOINTS = 17;

    private TruePeople() {
    }

    /** Somebody at this x of whom the first so many COCO joints are visible. */
    static TruePerson at(double x, int visible) {
        boolean[] visible2d = new boolean[JOINTS];
        Arrays.fill(visible2d, 0, visible, true);
        return new TruePerson(joints3d(0), joints2d(x), visible2d);
    }

    /** COCO-17 in the image. */
    static double[][] joints2d(double x) {
        double[][] joints = new double[JOINTS][];
        for (int k = 0; k < JOINTS; k++) {
            String name = SkeletonTopology.COCO_17.joint(k).name();
            joints[k] = new double[] {x, height(name.substring(name.indexOf('_') + 1))};
        }
        return joints;
    }

    private static double height(String joint) {
        return switch (joint) {
            case "shoulder" -> 40;
            case "elbow" -> 70;
            case "wrist" -> 90;
            case "hip" -> 100;
            case "knee" -> 140;
            case "ankle" -> 180;
            default -> 20;
        };
    }

    /** Human3.6M-17 in space: joint k is k/10 m above the pelvis, all 3 m away but the right wrist. */
    static double[][] joints3d(double wristDepth) {
        double[][] joints = new double[JOINTS][];
        for (int k = 0; k < JOINTS; k++) {
            joints[k] = new double[] {0, -k / 10.0, 3};
        }
        joints[SkeletonTopology.H36M_17.indexOf("right_wrist")][2] += wristDepth;
        return joints;
    }
}
