package org.posestream.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PoseErrorsTest {

    private static final double[][] POSE = {{0.768, 0.754, 1.732}, {0.472, -0.088, 0.18}, {0.854, -0.208, -0.615},
        {-1.049, 0.922, 1.273}, {0.382, 0.414, 0.038}, {0.046, -0.288, -0.006}};
    private static final double[][] TRUTH = {{0.816, -1.022, 0.167}, {-0.227, -0.181, -0.086},
        {-0.808, -0.093, -0.346}, {1.329, 0.09, -0.141}, {-0.113, -0.267, -0.422}, {-0.156, 0.193, -0.095}};

    /** By NumPy, the alignment with its singular value decomposition. */
    @Test
    void shouldAgreeWithAnIndependentComputation() {
        assertEquals(2.044763975690452, PoseErrors.mpjpe(POSE, TRUTH, 0), 1e-12);
        assertEquals(1.2455564897934066, PoseErrors.normalisedMpjpe(POSE, TRUTH, 0), 1e-12);
        assertEquals(0.06013106592405679, PoseErrors.procrustesMpjpe(POSE, TRUTH), 1e-12);
        assertEquals(0.7378969677139127, SimilarityTransform.leastSquares(POSE, TRUTH).scale(), 1e-12);
    }

    @Test
    void shouldNotReflect() {
        double[][] mirrored = Arrays.stream(POSE).map(p -> new double[] {-p[0], p[1], p[2]}).toArray(double[][]::new);
        assertEquals(0.25908738579331214, PoseErrors.procrustesMpjpe(mirrored, TRUTH), 1e-12);
    }

    @Property
    void shouldUndoAnySimilarity(@ForAll @DoubleRange(min = -3.14, max = 3.14) double angle,
            @ForAll @DoubleRange(min = 0.1, max = 10) double scale,
            @ForAll @DoubleRange(min = -5, max = 5) double shift) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        SimilarityTransform transform = new SimilarityTransform(
                new double[][] {{c, 0, s}, {0, 1, 0}, {-s, 0, c}}, scale, new double[] {shift, 1, -shift});
        double[][] moved = Arrays.stream(TRUTH).map(transform::apply).toArray(double[][]::new);

        assertEquals(0, PoseErrors.procrustesMpjpe(moved, TRUTH), 1e-9);
    }

    @Test
    void shouldLetTheRootsLieOnEachOther() {
        double[][] shifted = Arrays.stream(TRUTH).map(p -> new double[] {p[0] + 3, p[1] - 1, p[2]})
                .toArray(double[][]::new);
        double[][] larger = Arrays.stream(TRUTH).map(p -> new double[] {2 * p[0], 2 * p[1], 2 * p[2]})
                .toArray(double[][]::new);
        assertEquals(0, PoseErrors.mpjpe(shifted, TRUTH, 2), 1e-12);
        assertTrue(PoseErrors.mpjpe(larger, TRUTH, 2) > 0.5);
        assertEquals(0, PoseErrors.normalisedMpjpe(larger, TRUTH, 2), 1e-12);
    }

    /** The second joint speeds up by 2 a frame along x against its root, truly by 5 along y: 29 ^ 0.5 apart. */
    @Test
    void shouldCompareAccelerationsRelativeToTheRoot() {
        double[][][] pose = {{{0, 0, 0}, {1, 0, 0}}, {{7, 1, 0}, {9, 1, 0}}, {{-3, 0, 5}, {2, 0, 5}}};
        double[][][] truth = {{{0, 0, 0}, {0, 1, 0}}, {{0, 0, 0}, {0, 1, 0}}, {{9, 9, 9}, {9, 15, 9}}};

        assertEquals(Math.sqrt(29) / 2, PoseErrors.accelerationError(pose, truth, 0, 1), 1e-12);
        assertEquals(50 * Math.sqrt(29), PoseErrors.accelerationError(pose, truth, 0, 0.1), 1e-9);
        assertEquals(0, PoseErrors.accelerationError(pose, pose, 0, 1), 0);
    }

    @Test
    void shouldRefusePosesOfOtherJoints() {
        assertEquals("poses must have the same joints, at least one, but had 6 and 5",
                assertThrows(IllegalArgumentException.class,
                        () -> PoseErrors.mpjpe(POSE, Arrays.copyOf(TRUTH, 5), 0)).getMessage());
    }
}
