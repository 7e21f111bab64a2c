package org.posestream.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBatch;
import org.posestream.lift.PoseLifter;
import org.posestream.pose.SkeletonTopology;

class LifterEvaluationTest {

    @TempDir
    private Path folder;

    @Test
    void shouldShowEachViewAsAPersonOfItsOwnWithRisingTimes() throws IOException {
        RecordingLifter lifter = new RecordingLifter();

        evaluation().score(lifter, false);

        assertEquals(100, lifter.ids.size());
        assertEquals(90, lifter.ids.stream().filter(id -> id == 1).count());
        assertEquals(List.of(2L), lifter.ids.subList(90, 100).stream().distinct().toList());
        for (int i = 1; i < lifter.captureNanos.size(); i++) {
            assertEquals(1e9 / 30, lifter.captureNanos.get(i) - lifter.captureNanos.get(i - 1), 1);
        }
        assertTrue(lifter.confidences.stream().allMatch(confidence -> confidence == 1));
    }

    /** A lifter that says all joints lie in the pelvis is as wrong as the joints are far from it. */
    @Test
    void shouldCompareWhatTheLifterSaysWithTheTruth() throws IOException {
        LifterScore score = evaluation().score(new RecordingLifter(), false);
        double sum = 0;
        List<MotionView> views = MotionView.of(Motions.waving("a/wave", 100), LifterEvaluation.SEED);
        for (MotionView view : views) {
            for (double[][] pose : view.truth()) {
                for (double[] joint : pose) {
                    sum += Math.sqrt(joint[0] * joint[0] + joint[1] * joint[1] + joint[2] * joint[2]);
                }
            }
        }
        assertEquals(sum * 1000 / 17 / 100, score.mpjpeMillimetres(), 1e-6);
    }

    @Test
    void shouldPutErrorsOnTheJointsWhereAsked() throws IOException {
        RecordingLifter lifter = new RecordingLifter();

        evaluation().score(lifter, true);

        assertTrue(lifter.confidences.stream().anyMatch(confidence -> confidence < 1));
    }

    @Test
    void shouldSayWhatTheFiguresStandOn() throws IOException {
        EvaluationReport report = evaluation().measure(List.of(), true);

        assertEquals("{data=motion.npz, all, clips=1, views=2, frames=100}", report.facts().toString());
        assertEquals(List.of("3D joints from exact 2D joints", "MPJPE mm by source, from exact 2D joints",
                "PA-MPJPE mm by source, from exact 2D joints", "3D joints from 2D joints with the errors of a network",
                "MPJPE mm by source, from 2D joints with the errors of a network",
                "PA-MPJPE mm by source, from 2D joints with the errors of a network"),
                report.tables().stream().map(FigureTable::title).toList());
        assertEquals("mean pose", report.tables().get(0).rows().get(0).name());
        assertEquals("a", report.tables().get(1).columns().get(0).heading());
    }

    private LifterEvaluation evaluation() throws IOException {
        Path file = folder.resolve("motion.npz");
        new NpyBytes().withFloats("a/wave", "(100, 17, 3)", Motions.waving("a/wave", 100).joints())
                .withFloats("b/later", "(1, 17, 3)", new float[51]).write(file);
        return LifterEvaluation.on(file, null, 1);
    }

    /** Remembers what it is shown and writes nothing. */
    private static final class RecordingLifter implements PoseLifter {
        private final List<Long> ids = new ArrayList<>();
        private final List<Long> captureNanos = new ArrayList<>();
        private final List<Float> confidences = new ArrayList<>();

        @Override
        public SkeletonTopology topology3d() {
            return SkeletonTopology.H36M_17;
        }

        @Override
        public int maxBatch() {
            return 1;
        }

        @Override
        public void lift(PersonBatch batch) {
            FrameSlot slot = batch.slot(0);
            ids.add(slot.people().ids()[0]);
            captureNanos.add(slot.captureNanos());
            confidences.add(slot.people().joints2d()[2]);
        }

        @Override
        public void close() {
            // Owns nothing.
        }
    }
}
