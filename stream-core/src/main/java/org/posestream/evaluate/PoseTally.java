package org.posestream.evaluate;

import org.posestream.metrics.PoseErrors;
import org.posestream.pose.SkeletonTopology;

/** Compares the poses of the people found in one clip with the truth, frame by frame. */
final class PoseTally {

    private static final int PELVIS = SkeletonTopology.H36M_17.indexOf("pelvis");
    private static final int FIRST_BODY_JOINT = SkeletonTopology.COCO_17.indexOf("left_shoulder");
    private static final double PCK_TORSOS = 0.2;
    /** Pairs nearer to each other than this share of the person's size cannot be told apart. */
    private static final double PAIR_APART = 0.08;

    /** For every person the two moments before the newest; null where there are none. */
    private final Moment[][] before;
    private PoseFigures figures = PoseFigures.NONE;

    PoseTally(int peopleCount) {
        before = new Moment[peopleCount][2];
    }

    /** Where a person's joints were, and where they were found to be; Human3.6M-17. */
    private record Moment(long frame, long id, double[][] found, double[][] truth) {

        boolean follows(Moment previous) {
            return previous != null && previous.frame == frame - 1 && previous.id == id;
        }
    }

    PoseFigures figures() {
        return figures;
    }

    /** Adds the 2D joints of a person found: COCO-17, image pixels. */
    void add2d(TruePerson truth, double[][] joints) {
        Mean pck = figures.pck();
        for (int k = 0; k < joints.length; k++) {
            if (truth.visible2d()[k]) {
                double distance = distance(joints[k], truth.joints2d()[k]);
                pck = pck.with(distance <= PCK_TORSOS * truth.torso() ? 1 : 0);
            }
        }
        figures = new PoseFigures(pck, swaps(truth, joints), figures.mpjpe(), figures.normalisedMpjpe(),
                figures.procrustesMpjpe(), figures.acceleration());
    }

    private Mean swaps(TruePerson truth, double[][] joints) {
        Mean swaps = figures.swaps();
        double[][] exact = truth.joints2d();
        for (int left = FIRST_BODY_JOINT; left < joints.length; left += 2) {
            int right = left + 1;
            if (distance(exact[left], exact[right]) > PAIR_APART * truth.size()) {
                boolean swapped = distance(joints[left], exact[right]) < distance(joints[left], exact[left])
                        && distance(joints[right], exact[left]) < distance(joints[right], exact[right]);
                swaps = swaps.with(swapped ? 1 : 0);
            }
        }
        return swaps;
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    /** Adds the 3D joints of a person found: Human3.6M-17, metres. */
    void add3d(int person, long frame, long id, double[][] joints, double[][] truth) {
        Moment now = new Moment(frame, id, joints, truth);
        Moment[] last = before[person];
        Mean acceleration = figures.acceleration();
        if (now.follows(last[1]) && last[1].follows(last[0])) {
            acceleration = acceleration.with(PoseErrors.accelerationError(
                    new double[][][] {last[0].found, last[1].found, joints},
                    new double[][][] {last[0].truth, last[1].truth, truth}, PELVIS, 1));
        }
        before[person] = new Moment[] {last[1], now};
        figures = new PoseFigures(figures.pck(), figures.swaps(),
                figures.mpjpe().with(PoseErrors.mpjpe(joints, truth, PELVIS)),
                figures.normalisedMpjpe().with(PoseErrors.normalisedMpjpe(joints, truth, PELVIS)),
                figures.procrustesMpjpe().with(PoseErrors.procrustesMpjpe(joints, truth)), acceleration);
    }
}
