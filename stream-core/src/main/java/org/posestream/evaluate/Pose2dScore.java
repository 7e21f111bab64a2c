package org.posestream.evaluate;

import org.posestream.pose.Oks;
import org.posestream.pose.SkeletonTopology;

/**
 * Adds up how near found 2D joints are to the truth, over people.
 *
 * <ul>
 * <li>PCK: share of the known joints below the head that lie within 0.2 torsos of the truth; the torso is the mean of
 * the diagonals left shoulder to right hip and right shoulder to left hip, as far as known.
 * <li>OKS: mean object keypoint similarity over people of whom at least three joints are known.
 * <li>Swap rate: share of the pairs of left and right joints, farther apart than 0.08 of the larger side of the box,
 * where both are found nearer to the other side's place.
 * </ul>
 */
final class Pose2dScore {

    private static final double PCK_TORSOS = 0.2;
    private static final double PAIR_APART = 0.08;
    private static final int FIRST_BODY_JOINT = SkeletonTopology.COCO_17.indexOf("left_shoulder");
    private static final int[][] TORSO = {diagonal("left_shoulder", "right_hip"),
        diagonal("right_shoulder", "left_hip")};

    private final Oks oks = new Oks(SkeletonTopology.COCO_17, PoseSample.KNOWN);
    private int joints;
    private int hits;
    private int people;
    private double similarity;
    private int pairs;
    private int swaps;

    private static int[] diagonal(String from, String to) {
        return new int[] {SkeletonTopology.COCO_17.indexOf(from), SkeletonTopology.COCO_17.indexOf(to)};
    }

    /**
     * Adds a person.
     *
     * @param found COCO-17 x (x, y, anything), image pixels, where the network says the joints are
     * @param sample the truth, with an area
     */
    void add(float[] found, PoseSample sample) {
        addHits(found, sample);
        addSimilarity(found, sample);
        for (int left = FIRST_BODY_JOINT; left < SkeletonTopology.COCO_17.jointCount(); left += 2) {
            addPair(found, sample, left, left + 1);
        }
    }

    /** PCK@0.2 of the torso, 0..1; NaN without joints. */
    double pck() {
        return (double) hits / joints;
    }

    /** Mean OKS, 0..1; NaN without people. */
    double oks() {
        return similarity / people;
    }

    /** Share of left-right pairs that are exchanged, 0..1; NaN without pairs. */
    double swapRate() {
        return (double) swaps / pairs;
    }

    private void addHits(float[] found, PoseSample sample) {
        double torso = torso(sample);
        for (int k = FIRST_BODY_JOINT; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            if (torso > 1 && sample.isKnown(k)) {
                joints++;
                hits += distance(found, k, sample.truth(), k) <= PCK_TORSOS * torso ? 1 : 0;
            }
        }
    }

    /** Pixels; 0 where no diagonal is known. */
    private static double torso(PoseSample sample) {
        double sum = 0;
        int known = 0;
        for (int[] diagonal : TORSO) {
            if (sample.isKnown(diagonal[0]) && sample.isKnown(diagonal[1])) {
                sum += distance(sample.truth(), diagonal[0], sample.truth(), diagonal[1]);
                known++;
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    private void addSimilarity(float[] found, PoseSample sample) {
        int known = 0;
        float[] sure = found.clone();
        for (int k = 0; k < SkeletonTopology.COCO_17.jointCount(); k++) {
            known += sample.isKnown(k) ? 1 : 0;
            sure[3 * k + 2] = 1;
        }
        if (known >= Oks.MIN_JOINTS) {
            similarity += oks.similarity(sure, 0, sample.truth(), 0, sample.area());
            people++;
        }
    }

    private void addPair(float[] found, PoseSample sample, int left, int right) {
        float[] truth = sample.truth();
        double least = PAIR_APART * Math.max(sample.box().width(), sample.box().height());
        if (!sample.isKnown(left) || !sample.isKnown(right) || distance(truth, left, truth, right) <= least) {
            return;
        }
        pairs++;
        boolean swapped = distance(found, left, truth, right) < distance(found, left, truth, left)
                && distance(found, right, truth, left) < distance(found, right, truth, right);
        swaps += swapped ? 1 : 0;
    }

    private static double distance(float[] a, int j, float[] b, int k) {
        return Math.hypot(a[3 * j] - b[3 * k], a[3 * j + 1] - b[3 * k + 1]);
    }
}
