package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

/** Somebody who stands still, 400 views of 90 frames; the box's larger side measures 400 pixels. */
class JointNoiseTest {

    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final int NOSE = 3 * COCO.indexOf("nose");
    private static final int LEFT = 3 * COCO.indexOf("left_ankle");
    private static final int RIGHT = 3 * COCO.indexOf("right_ankle");

    private static final float[][] EXACT = standing();
    private static final List<float[][]> VIEWS = views();

    @Test
    void shouldGiveTheSameErrorsForTheSameSeedAndKeepTheExactJoints() {
        float[] before = EXACT[0].clone();

        assertArrayEquals(JointNoise.on(EXACT, Randoms.of("three")), JointNoise.on(EXACT, Randoms.of("three")));
        assertArrayEquals(before, EXACT[0]);
    }

    /** A first-order process with 0.8: the product of neighbours is 0.8 of the square. */
    @Test
    void shouldJitterWithMemory() {
        double product = 0;
        double square = 0;
        for (float[][] view : undisturbed()) {
            for (int f = 1; f < view.length; f++) {
                double now = view[f][NOSE] - EXACT[0][NOSE];
                double before = view[f - 1][NOSE] - EXACT[0][NOSE];
                product += now * before;
                square += (now * now + before * before) / 2;
            }
        }
        assertEquals(0.8, product / square, 0.03);
    }

    /**
     * The nose is off by 0.6 of the person's deviation, log-uniform from 0.3 to 3 % (mean of the logarithm: 0.949 %),
     * of 400 pixels: 2.28 pixels in the geometric mean.
     */
    @Test
    void shouldJitterByTheSizeOfThePerson() {
        double sum = 0;
        List<float[][]> views = undisturbed();
        for (float[][] view : views) {
            double square = Arrays.stream(view).mapToDouble(joints -> joints[NOSE] - EXACT[0][NOSE])
                    .map(error -> error * error).average().orElseThrow();
            sum += Math.log(square) / 2;
        }
        assertEquals(2.28, Math.exp(sum / views.size()), 0.3);
    }

    /** Legs 4 %, lower legs 4 %, all limbs 1.5 %; two at once undo each other. */
    @Test
    void shouldExchangeAnklesAsOftenAsNetworksDo() {
        long swapped = VIEWS.stream().flatMap(Arrays::stream)
                .filter(joints -> joints[LEFT] < joints[RIGHT] != EXACT[0][LEFT] < EXACT[0][RIGHT]).count();

        double expected = (1 - (1 - 2 * 0.04) * (1 - 2 * 0.04) * (1 - 2 * 0.015)) / 2;
        assertEquals(expected, swapped / (400.0 * 90), 0.02);
    }

    @Test
    void shouldLoseJointsOfAFifthOfThePeople() {
        // Noses are neither exchanged nor cut off at the lower border, and a lost one has a confidence below 0.25.
        long frames = VIEWS.stream().flatMap(Arrays::stream).filter(joints -> joints[NOSE + 2] < 0.25).count();

        assertEquals(0.2 * 0.175, frames / (400.0 * 90), 0.02);
    }

    @Test
    void shouldPutJointsBeyondTheBorderOntoIt() {
        long views = VIEWS.stream().filter(view -> Arrays.stream(view)
                .allMatch(joints -> joints[LEFT + 2] < 0.2 && joints[RIGHT + 2] < 0.2)).count();

        // An eighth, less the upper border, and the sides where they miss the ankles.
        assertTrue(views > 0.06 * 400 && views < 0.15 * 400, () -> views + " views");
    }

    @Test
    void shouldKeepConfidenceBetweenZeroAndOne() {
        for (float[][] view : VIEWS) {
            for (float[] joints : view) {
                for (int i = 0; i < joints.length; i += 3) {
                    assertTrue(joints[i + 2] >= 0 && joints[i + 2] <= 1 && Float.isFinite(joints[i] + joints[i + 1]));
                }
            }
        }
    }

    /** Views in which the nose is always seen. */
    private static List<float[][]> undisturbed() {
        return VIEWS.stream().filter(view -> Arrays.stream(view).allMatch(joints -> joints[NOSE + 2] >= 0.3)).toList();
    }

    private static float[][] standing() {
        float[] joints = new float[51];
        for (int k = 0; k < 17; k++) {
            boolean left = COCO.joint(k).name().startsWith("left");
            boolean right = COCO.joint(k).name().startsWith("right");
            joints[3 * k] = 300 + (left ? 60 : 0) - (right ? 60 : 0);
            joints[3 * k + 1] = 100 + 25 * k;
            joints[3 * k + 2] = 1;
        }
        joints[3 * 15 + 1] = 500;
        joints[3 * 16 + 1] = 500;
        float[][] frames = new float[90][];
        Arrays.setAll(frames, f -> joints.clone());
        return frames;
    }

    private static List<float[][]> views() {
        List<float[][]> views = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            views.add(JointNoise.on(EXACT, Randoms.of("view " + i)));
        }
        return views;
    }
}
