package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posestream.pose.SkeletonTopology;
import org.posestream.pose.TopologyMapping;

class MotionViewTest {

    private static final SkeletonTopology H36M = SkeletonTopology.H36M_17;
    private static final SkeletonTopology COCO = SkeletonTopology.COCO_17;
    private static final MotionClip CLIP = Motions.waving("a/wave", 200);

    @Test
    void shouldCutClipsIntoPiecesOfThreeSeconds() {
        List<MotionView> views = MotionView.of(CLIP, 1);

        assertArrayEquals(new int[] {90, 90, 20}, views.stream().mapToInt(view -> view.truth().length).toArray());
        assertEquals("a", views.get(0).source());
        assertEquals("a/wave#90", views.get(1).name());
    }

    @Test
    void shouldGiveEachPieceACameraThatDependsOnNothingElse() {
        List<MotionView> views = MotionView.of(CLIP, 1);

        assertArrayEquals(views.get(1).image()[3], MotionView.of(CLIP, 1).get(1).image()[3]);
        assertNotEquals(views.get(0).image()[0][0], views.get(1).image()[0][0]);
        assertNotEquals(views.get(0).image()[0][0], MotionView.of(CLIP, 2).get(0).image()[0][0]);
    }

    /** Turning keeps lengths and the sense of left and right; the pelvis is the origin, heads are up, which is -y. */
    @Test
    void shouldOnlyTurnTheBody() {
        for (MotionView view : MotionView.of(CLIP, 5)) {
            double[][] pose = view.truth()[7];
            assertArrayEquals(new double[3], pose[0], 1e-6);
            assertEquals(Math.hypot(0.43, 0.02), distance(pose, "left_hip", "left_knee"), 1e-5);
            assertEquals(0.36, distance(pose, "left_shoulder", "right_shoulder"), 1e-5);
            assertTrue(pose[H36M.indexOf("head")][1] < -0.6);
            // Left, up and forward were x, y and z of the clip: a right-handed triple.
            double[] left = minus(pose, "left_hip", "right_hip");
            double[] up = minus(pose, "thorax", "pelvis");
            double[] forward = minus(pose, "neck", "head");
            assertTrue(determinant(left, up, forward) > 0);
        }
    }

    /** All joints tell the same distance when their pixels are put back to where the truth has them. */
    @Test
    void shouldProjectWithThePelvisInTheCentre() {
        for (MotionView view : MotionView.of(CLIP, 9)) {
            double first = cameraMetres(view, 11, "left_shoulder");
            assertTrue(first >= 2 && first <= 6, () -> "distance " + first);
            for (String joint : List.of("right_shoulder", "left_wrist", "right_ankle", "left_knee")) {
                assertEquals(first, cameraMetres(view, 11, joint), 2e-3);
                assertEquals(first, cameraMetres(view, 15, joint), 2e-3);
            }
        }
    }

    @Test
    void shouldLookFromAtMostTwelveDegreesAboveOrBelow() {
        for (int seed = 0; seed < 50; seed++) {
            double[] up = minus(MotionView.of(CLIP, seed).get(0).truth()[0], "thorax", "pelvis");
            assertTrue(Math.abs(up[2]) <= 0.5 * Math.sin(Math.toRadians(12)) + 1e-6);
        }
    }

    @Test
    void shouldTellTheTruthForTheMiddlesThatTheLifterIsGiven() {
        MotionView view = MotionView.of(CLIP, 1).get(0);
        float[] mapped = new float[17 * 3];
        TopologyMapping.COCO_17_TO_H36M_17.map(view.image()[0], 0, 2, mapped, 0);

        double[][] pose = view.truth()[0];
        for (int d = 0; d < 3; d++) {
            assertEquals((pose[H36M.indexOf("left_shoulder")][d] + pose[H36M.indexOf("right_shoulder")][d]) / 2,
                    pose[H36M.indexOf("thorax")][d], 1e-6);
        }
        assertEquals(1, mapped[2]);
        assertEquals(view.image()[0][3 * COCO.indexOf("nose")], mapped[3 * H36M.indexOf("neck")]);
    }

    private static double cameraMetres(MotionView view, int frame, String joint) {
        double[] point = view.truth()[frame][H36M.indexOf(joint)];
        float x = view.image()[frame][3 * COCO.indexOf(joint)];
        float y = view.image()[frame][3 * COCO.indexOf(joint) + 1];
        double ofY = 1000 * point[1] / (y - 360) - point[2];
        assertEquals(point[0] / (point[2] + ofY), (x - 640) / 1000, 1e-4);
        return ofY;
    }

    private static double distance(double[][] pose, String from, String to) {
        double[] bone = minus(pose, from, to);
        return Math.sqrt(bone[0] * bone[0] + bone[1] * bone[1] + bone[2] * bone[2]);
    }

    private static double[] minus(double[][] pose, String to, String from) {
        double[] result = new double[3];
        for (int d = 0; d < 3; d++) {
            result[d] = pose[H36M.indexOf(to)][d] - pose[H36M.indexOf(from)][d];
        }
        return result;
    }

    private static double determinant(double[] a, double[] b, double[] c) {
        return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
                + a[2] * (b[0] * c[1] - b[1] * c[0]);
    }
}
