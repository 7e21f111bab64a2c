package org.posestream.pose;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Object keypoint similarity, the measure of the COCO keypoint evaluation: the mean over the joints of
 * {@code exp(-d^2 / (2 s^2 k^2))} with d the distance in pixels, s^2 the person's area in pixels and k = 2 sigma.
 *
 * <p>Joints are K x (x, y, confidence), image pixels, in flat arrays. Only joints that are confident on both sides
 * count.
 */
public final class Oks {

    /** With fewer joints in common nothing is known: one joint alone would make strangers alike. */
    public static final int MIN_JOINTS = 3;
    private static final int STRIDE = 3;

    private final int jointCount;
    private final SkeletonTopology topology;
    /** Which joint of the other person stands for each joint. */
    private final int[] partners;
    private final float[] doubledVariances;
    private final float minConfidence;

    /**
     * The measure for a topology.
     *
     * @param topology whose sigmas and mirrors count
     * @param minConfidence joints below this on either side do not count; 0 counts all
     */
    public Oks(SkeletonTopology topology, float minConfidence) {
        this(topology, minConfidence, IntStream.range(0, topology.jointCount()).toArray());
    }

    private Oks(SkeletonTopology topology, float minConfidence, int[] partners) {
        this.topology = requireNonNull(topology, "topology is null");
        this.partners = partners;
        this.minConfidence = minConfidence;
        jointCount = topology.jointCount();
        doubledVariances = new float[jointCount];
        for (int k = 0; k < jointCount; k++) {
            float falloff = 2 * topology.joint(k).oksSigma();
            doubledVariances[k] = 2 * falloff * falloff;
        }
    }

    /** The measure with left and right of the other person exchanged. */
    public Oks mirrored() {
        return new Oks(topology, minConfidence,
                Arrays.stream(partners).map(k -> topology.joint(k).mirror()).toArray());
    }

    /**
     * How alike two people are, 0..1; 0 when fewer than three joints count.
     *
     * @param a joints of one person from {@code i} on
     * @param b joints of the other person from {@code j} on
     * @param area the person's area, square pixels
     */
    public float similarity(float[] a, int i, float[] b, int j, float area) {
        float sum = 0;
        int counted = 0;
        for (int k = 0; k < jointCount; k++) {
            int p = i + k * STRIDE;
            int q = j + partners[k] * STRIDE;
            if (Math.min(a[p + 2], b[q + 2]) >= minConfidence) {
                float dx = a[p] - b[q];
                float dy = a[p + 1] - b[q + 1];
                sum += (float) Math.exp(-(dx * dx + dy * dy) / (area * doubledVariances[k]));
                counted++;
            }
        }
        return counted < MIN_JOINTS ? 0 : sum / counted;
    }
}
