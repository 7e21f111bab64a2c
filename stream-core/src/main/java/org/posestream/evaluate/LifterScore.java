package org.posestream.evaluate;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.posestream.metrics.PoseErrors;
import org.posestream.pose.SkeletonTopology;

/** Adds up how far lifted joints are from the truth, over views; lengths in millimetres, all 17 joints alike. */
final class LifterScore {

    static final double FRAME_SECONDS = 1.0 / 30;
    private static final double MILLIMETRES = 1000;
    private static final int PELVIS = SkeletonTopology.H36M_17.indexOf("pelvis");
    private static final int[] LIMBS = SkeletonTopology.H36M_17.joints().stream().map(joint -> joint.name())
            .filter(name -> name.matches("(left|right)_.*")).mapToInt(SkeletonTopology.H36M_17::indexOf).toArray();

    private final Map<String, Mean> bySource = new TreeMap<>();
    private final Map<String, Mean> alignedBySource = new TreeMap<>();
    private Mean normalised = Mean.NONE;
    private Mean limbs = Mean.NONE;
    private Mean acceleration = Mean.NONE;

    /**
     * Adds a view.
     *
     * @param source of the clip
     * @param found F x Human3.6M-17 x (x, y, z), metres, camera axes
     * @param truth likewise
     */
    void add(String source, double[][][] found, double[][][] truth) {
        for (int f = 0; f < found.length; f++) {
            bySource.merge(source, one(PoseErrors.mpjpe(found[f], truth[f], PELVIS)), Mean::plus);
            alignedBySource.merge(source, one(PoseErrors.procrustesMpjpe(found[f], truth[f])), Mean::plus);
            normalised = normalised.plus(one(PoseErrors.normalisedMpjpe(found[f], truth[f], PELVIS)));
            limbs = limbs.plus(one(limbs(found[f], truth[f])));
            if (f >= 2) {
                acceleration = acceleration.plus(one(PoseErrors.accelerationError(
                        Arrays.copyOfRange(found, f - 2, f + 1), Arrays.copyOfRange(truth, f - 2, f + 1), PELVIS,
                        FRAME_SECONDS)));
            }
        }
    }

    private static Mean one(double metres) {
        return Mean.NONE.with(metres * MILLIMETRES);
    }

    /** Mean distance of the joints of arms and legs, roots on each other. */
    private static double limbs(double[][] found, double[][] truth) {
        int joints = LIMBS.length + 1;
        double[][] a = new double[joints][];
        double[][] b = new double[joints][];
        a[0] = found[PELVIS];
        b[0] = truth[PELVIS];
        for (int i = 0; i < LIMBS.length; i++) {
            a[i + 1] = found[LIMBS[i]];
            b[i + 1] = truth[LIMBS[i]];
        }
        return PoseErrors.mpjpe(a, b, 0) * joints / LIMBS.length;
    }

    private static double overall(Map<String, Mean> means) {
        return means.values().stream().reduce(Mean.NONE, Mean::plus).value();
    }

    double mpjpeMillimetres() {
        return overall(bySource);
    }

    double procrustesMillimetres() {
        return overall(alignedBySource);
    }

    double normalisedMillimetres() {
        return normalised.value();
    }

    /** MPJPE of the twelve joints of arms and legs, which all definitions of a skeleton share. */
    double limbsMillimetres() {
        return limbs.value();
    }

    /** Acceleration error, millimetres per squared second. */
    double accelerationMillimetres() {
        return acceleration.value();
    }

    /** MPJPE of every source, by name. */
    Map<String, Mean> bySource() {
        return bySource;
    }

    /** PA-MPJPE of every source, by name. */
    Map<String, Mean> alignedBySource() {
        return alignedBySource;
    }
}
