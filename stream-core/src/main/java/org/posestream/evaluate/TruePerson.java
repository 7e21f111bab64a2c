package org.posestream.evaluate;

import org.posestream.pose.SkeletonTopology;

/**
 * What is exactly known of one person in one frame.
 *
 * @param joints3d Human3.6M-17, metres, camera axes
 * @param joints2d COCO-17, image pixels
 * @param visible2d COCO-17: inside the image and not hidden by something nearer
 */
public record TruePerson(double[][] joints3d, double[][] joints2d, boolean[] visible2d) {

    /** With fewer visible joints nobody can be asked to find the person. */
    private static final int LEAST_VISIBLE = 6;

    private static final int LEFT_SHOULDER = SkeletonTopology.COCO_17.indexOf("left_shoulder");
    private static final int RIGHT_SHOULDER = SkeletonTopology.COCO_17.indexOf("right_shoulder");
    private static final int LEFT_HIP = SkeletonTopology.COCO_17.indexOf("left_hip");
    private static final int RIGHT_HIP = SkeletonTopology.COCO_17.indexOf("right_hip");

    /** Whether enough of the person can be seen to be found. */
    boolean isSeen() {
        int visible = 0;
        for (boolean joint : visible2d) {
            visible += joint ? 1 : 0;
        }
        return visible >= LEAST_VISIBLE;
    }

    /** Pixels from the middle of the shoulders to the middle of the hips. */
    double torso() {
        double sum = 0;
        for (int d = 0; d < 2; d++) {
            double trunk = joints2d[LEFT_SHOULDER][d] + joints2d[RIGHT_SHOULDER][d] - joints2d[LEFT_HIP][d]
                    - joints2d[RIGHT_HIP][d];
            sum += trunk * trunk / 4;
        }
        return Math.sqrt(sum);
    }

    /** Pixels: the longer side of the box about the joints. */
    double size() {
        double longest = 0;
        for (int d = 0; d < 2; d++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] joint : joints2d) {
                low = Math.min(low, joint[d]);
                high = Math.max(high, joint[d]);
            }
            longest = Math.max(longest, high - low);
        }
        return longest;
    }

    /**
     * How far COCO-17 joints lie from this person's, pixels: the mean over the visible joints, or over all where none
     * is visible.
     */
    double distance(double[][] joints) {
        Mean visible = Mean.NONE;
        Mean all = Mean.NONE;
        for (int k = 0; k < joints2d.length; k++) {
            double distance = Math.hypot(joints[k][0] - joints2d[k][0], joints[k][1] - joints2d[k][1]);
            all = all.with(distance);
            visible = visible2d[k] ? visible.with(distance) : visible;
        }
        return (visible.count() > 0 ? visible : all).value();
    }
}
