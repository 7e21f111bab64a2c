package org.posestream.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

/**
 * A few seconds of a motion as one camera sees it.
 *
 * <p>The camera follows the person at a distance of 2 to 6 m with a fixed direction: any heading, at most 12 degrees
 * from above or below. It has no distortion, square pixels and the pelvis in its centre.
 *
 * @param name of the clip and, behind {@code #}, its first frame
 * @param source of the clip
 * @param image F x COCO-17 x (x, y, confidence), image pixels; exact and sure
 * @param truth F x Human3.6M-17 x (x, y, z), metres from the pelvis, camera axes (x right, y down, z away)
 */
record MotionView(String name, String source, float[][] image, double[][][] truth) {

    static final int IMAGE_WIDTH = 1280;
    static final int IMAGE_HEIGHT = 720;
    /** Three seconds: longer than lifters remember, short enough for most clips to be seen by several cameras. */
    private static final int FRAMES = 90;
    private static final double FOCAL_PIXELS = 1000;
    private static final double NEAREST_METRES = 2;
    private static final double FARTHEST_METRES = 6;
    private static final double STEEPEST_RADIANS = Math.toRadians(12);
    private static final int SPACE = 4;

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final TopologyMapping TO_COCO = toCoco();

    /** The nose is the clip's neck, which stands for it in lifters; both ears are its head, the eyes lie between. */
    private static TopologyMapping toCoco() {
        SkeletonTopology clip = SkeletonTopology.H36M_17;
        int nose = clip.indexOf("neck");
        int head = clip.indexOf("head");
        int[][] sources = new int[COCO.jointCount()][];
        for (int k = 0; k < sources.length; k++) {
            String name = COCO.joint(k).name();
            sources[k] = switch (name) {
                case "nose" -> new int[] {nose};
                case "left_eye", "right_eye" -> new int[] {nose, head};
                case "left_ear", "right_ear" -> new int[] {head};
                default -> new int[] {clip.indexOf(name)};
            };
        }
        return new TopologyMapping(clip, COCO, sources);
    }

    /**
     * Cuts a clip into pieces of three seconds and gives each a camera.
     *
     * @param seed of the cameras; the same for the same clip and piece, whatever else is measured
     */
    static List<MotionView> of(MotionClip clip, long seed) {
        List<MotionView> views = new ArrayList<>();
        for (int first = 0; first < clip.frames(); first += FRAMES) {
            views.add(of(clip, first, Math.min(FRAMES, clip.frames() - first), seed));
        }
        return views;
    }

    private static MotionView of(MotionClip clip, int first, int frames, long seed) {
        String name = clip.name() + "#" + first;
        Random random = Randoms.of("camera " + seed + " " + name);
        double heading = (2 * random.nextDouble() - 1) * Math.PI;
        double pitch = (2 * random.nextDouble() - 1) * STEEPEST_RADIANS;
        double metres = NEAREST_METRES + random.nextDouble() * (FARTHEST_METRES - NEAREST_METRES);
        double[][] axes = axes(heading, pitch);
        float[][] image = new float[frames][];
        double[][][] truth = new double[frames][][];
        for (int f = 0; f < frames; f++) {
            float[] body = body(clip, first + f, axes);
            image[f] = project(body, metres);
            truth[f] = truth(body);
        }
        return new MotionView(name, clip.source(), image, truth);
    }

    /** World (y up) to camera (y down, z away); a positive pitch looks down. */
    private static double[][] axes(double heading, double pitch) {
        double cos = Math.cos(heading);
        double sin = Math.sin(heading);
        double up = Math.cos(pitch);
        double tilt = Math.sin(pitch);
        return new double[][] {{cos, 0, sin}, {-tilt * sin, -up, tilt * cos}, {up * sin, -tilt, -up * cos}};
    }

    /** COCO-17 x (x, y, z, 1), metres from the middle of the hips, camera axes. */
    private static float[] body(MotionClip clip, int frame, double[][] axes) {
        int rightHip = SkeletonTopology.H36M_17.indexOf("right_hip");
        int leftHip = SkeletonTopology.H36M_17.indexOf("left_hip");
        float[] turned = new float[MotionClip.JOINTS * SPACE];
        for (int k = 0; k < MotionClip.JOINTS; k++) {
            for (int axis = 0; axis < 3; axis++) {
                double value = 0;
                for (int d = 0; d < 3; d++) {
                    double pelvis = (clip.value(frame, rightHip, d) + clip.value(frame, leftHip, d)) / 2;
                    value += axes[axis][d] * (clip.value(frame, k, d) - pelvis);
                }
                turned[k * SPACE + axis] = (float) value;
            }
            turned[k * SPACE + 3] = 1;
        }
        float[] body = new float[COCO.jointCount() * SPACE];
        TO_COCO.map(turned, 0, 3, body, 0);
        return body;
    }

    private static float[] project(float[] body, double metres) {
        float[] image = new float[COCO.jointCount() * 3];
        for (int k = 0; k < COCO.jointCount(); k++) {
            double depth = body[k * SPACE + 2] + metres;
            image[k * 3] = (float) (IMAGE_WIDTH / 2.0 + FOCAL_PIXELS * body[k * SPACE] / depth);
            image[k * 3 + 1] = (float) (IMAGE_HEIGHT / 2.0 + FOCAL_PIXELS * body[k * SPACE + 1] / depth);
            image[k * 3 + 2] = 1;
        }
        return image;
    }

    private static double[][] truth(float[] body) {
        float[] joints = new float[MotionClip.JOINTS * SPACE];
        TopologyMapping.COCO_17_TO_H36M_17.map(body, 0, 3, joints, 0);
        double[][] truth = new double[MotionClip.JOINTS][3];
        for (int k = 0; k < truth.length; k++) {
            for (int d = 0; d < 3; d++) {
                truth[k][d] = joints[k * SPACE + d];
            }
        }
        return truth;
    }
}
