package org.posestream.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OksTest {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final int NOSE = 0;
    private static final int LEFT_WRIST = 9;
    private static final int RIGHT_WRIST = 10;
    private static final int LEFT_HIP = 11;

    private final Oks oks = new Oks(COCO, 0.2f);
    private final float[] a = new float[1 + 17 * 3];
    private final float[] b = new float[2 + 17 * 3];

    @Test
    void shouldEqualTheFormulaOfCoco() {
        put(NOSE, 100, 100, 104, 103);
        put(LEFT_WRIST, 50, 200, 50, 212);
        put(LEFT_HIP, 80, 300, 80, 300);

        // d^2 / (2 s^2 (2 sigma)^2) with s^2 = 10000: 25 / 54.08 and 144 / 307.52.
        double expected = (Math.exp(-25 / 54.08) + Math.exp(-144 / 307.52) + 1) / 3;
        assertEquals(expected, oks.similarity(a, 1, b, 2, 10_000), 1e-6);
    }

    @Test
    void shouldIgnoreJointsThatAreUncertainOnEitherSide() {
        put(NOSE, 1, 1, 1, 1);
        put(LEFT_WRIST, 2, 2, 2, 2);
        put(LEFT_HIP, 3, 3, 3, 3);
        put(RIGHT_WRIST, 0, 0, 500, 500);
        b[2 + RIGHT_WRIST * 3 + 2] = 0.1f;

        assertEquals(1, oks.similarity(a, 1, b, 2, 100), 1e-6);
    }

    @Test
    void shouldKnowNothingFromTwoJoints() {
        put(NOSE, 1, 1, 1, 1);
        put(LEFT_WRIST, 2, 2, 2, 2);

        assertEquals(0, oks.similarity(a, 1, b, 2, 100));
    }

    @Test
    void shouldExchangeLeftAndRight() {
        put(NOSE, 10, 0, 10, 0);
        put(LEFT_WRIST, 0, 0, 90, 0);
        put(RIGHT_WRIST, 90, 0, 0, 0);

        assertEquals(1, oks.mirrored().similarity(a, 1, b, 2, 100), 1e-6);
        assertTrue(oks.similarity(a, 1, b, 2, 100) < 0.34);
    }

    private void put(int joint, float ax, float ay, float bx, float by) {
        int i = 1 + joint * 3;
        int j = 2 + joint * 3;
        a[i] = ax;
        a[i + 1] = ay;
        a[i + 2] = 0.9f;
        b[j] = bx;
        b[j + 1] = by;
        b[j + 2] = 0.9f;
    }
}
