package org.posestream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posestream.frame.FrameBuffer;
import org.posestream.frame.FrameSlot;
import org.posestream.frame.PersonBuffer;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pose.SkeletonTopology;

class BudgetCheckTest {

    private final PipelineMetrics whole = new PipelineMetrics();
    private final PipelineMetrics hall = whole.newPart();
    private final PipelineMetrics attic = whole.newPart();

    /** Admitted at 1000; the stages took what is given, and publication ended at the last. */
    private static FrameSlot frame(long detectNanos, long estimateNanos, long publishedNanos) {
        FrameSlot slot = new FrameSlot(new PersonBuffer(1, SkeletonTopology.COCO_17, SkeletonTopology.H36M_17));
        slot.load("cam", 0, 0, 0, new FrameBuffer(0));
        slot.setAdmittedNanos(1000);
        slot.addStageNanos(Stage.DETECT, detectNanos);
        slot.addStageNanos(Stage.ESTIMATE, estimateNanos);
        slot.stampEnd(Stage.PUBLISH, publishedNanos);
        return slot;
    }

    @Test
    void shouldCountWhatTookLongerThanItMay() {
        BudgetCheck check = new BudgetCheck(
                new LatencyBudget(500, Map.of(Stage.DETECT, 100L, Stage.ESTIMATE, 200L)));
        assertFalse(check.count(frame(100, 200, 1500), hall));
        assertTrue(check.count(frame(101, 200, 1500), hall));
        assertTrue(check.count(frame(0, 201, 1501), hall));
        assertTrue(check.count(frame(0, 0, 1501), attic));

        assertEquals(2, hall.count(PipelineCounter.FRAMES_OVER_BUDGET));
        assertEquals(1, hall.overBudget(Stage.DETECT));
        assertEquals(1, hall.overBudget(Stage.ESTIMATE));
        assertEquals(0, hall.overBudget(Stage.LIFT));
        assertEquals(1, hall.overTotalBudget());
        assertEquals(1, attic.count(PipelineCounter.FRAMES_OVER_BUDGET));
        assertEquals(0, attic.overBudget(Stage.DETECT));
        assertEquals(3, whole.count(PipelineCounter.FRAMES_OVER_BUDGET));
        assertEquals(1, whole.overBudget(Stage.DETECT));
        assertEquals(2, whole.overTotalBudget());
    }

    @Test
    void shouldLimitNothingWithoutABudget() {
        BudgetCheck check = new BudgetCheck(LatencyBudget.NONE.withStage(Stage.DETECT, 0));
        assertFalse(check.count(frame(60_000_000_000L, 60_000_000_000L, 1_000_000_000_000L), hall));
        assertEquals(0, whole.count(PipelineCounter.FRAMES_OVER_BUDGET));
    }
}
