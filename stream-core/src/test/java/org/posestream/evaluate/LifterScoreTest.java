package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;

class LifterScoreTest {

    private static final double EXACT = 1e-9;
    private static final int WRIST = SkeletonTopology.H36M_17.indexOf("right_wrist");
    private static final int HEAD = SkeletonTopology.H36M_17.indexOf("head");

    private final double[][][] truth = Motions.still(4);
    private final LifterScore score = new LifterScore();

    @Test
    void shouldAverageOverJointsFramesAndSources() {
        double[][][] found = Motions.copy(truth);
        for (double[][] pose : found) {
            pose[WRIST][0] += 0.17;
        }
        score.add("a", found, truth);
        score.add("b", Motions.still(12), Motions.still(12));

        assertEquals(170 / 17.0, score.bySource().get("a").value(), EXACT);
        assertEquals(0, score.bySource().get("b").value(), EXACT);
        assertEquals(170 / 17.0 * 4 / 16, score.mpjpeMillimetres(), EXACT);
        assertEquals(170 / 12.0 * 4 / 16, score.limbsMillimetres(), EXACT);
    }

    @Test
    void shouldNotCountTheHeadAmongTheLimbs() {
        double[][][] found = Motions.copy(truth);
        found[0][HEAD][1] += 0.1;
        score.add("a", found, truth);

        assertEquals(0, score.limbsMillimetres(), EXACT);
        assertEquals(100 / 17.0 / 4, score.mpjpeMillimetres(), EXACT);
    }

    /** x = 9 mm * f^2 of one joint: second difference 18 mm a squared frame, of one joint in 17, times 30^2. */
    @Test
    void shouldMeasureAccelerationsFromFrameToFrame() {
        double[][][] found = Motions.copy(truth);
        for (int f = 0; f < 4; f++) {
            found[f][WRIST][2] += 0.009 * f * f;
        }
        score.add("a", found, truth);

        assertEquals(18 / 17.0 * 900, score.accelerationMillimetres(), 1e-6);
    }

    @Test
    void shouldNotJoinTheEndOfAViewWithTheBeginningOfTheNext() {
        double[][][] moved = Motions.still(2);
        for (double[][] pose : moved) {
            pose[WRIST][0] += 0.5;
        }
        score.add("a", Motions.still(2), Motions.still(2));
        score.add("a", moved, Motions.still(2));

        assertTrue(Double.isNaN(score.accelerationMillimetres()));
    }

    @Test
    void shouldForgiveSizeAndPlaceWhereTheNameSaysSo() {
        double[][][] found = Motions.copy(truth);
        for (double[][] pose : found) {
            for (double[] joint : pose) {
                joint[0] = 2 * joint[0] + 7;
                joint[1] = 2 * joint[1];
                joint[2] = 2 * joint[2];
            }
        }
        score.add("a", found, truth);

        assertEquals(0, score.procrustesMillimetres(), 1e-6);
        assertEquals(0, score.normalisedMillimetres(), 1e-6);
        assertTrue(score.mpjpeMillimetres() > 300);
    }
}
