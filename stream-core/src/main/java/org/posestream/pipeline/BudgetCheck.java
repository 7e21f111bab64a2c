package org.posestream.pipeline;

import org.posestream.frame.FrameSlot;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;

/** Counts the frames that took longer than they may, and in which stages. */
final class BudgetCheck {

    private static final Stage[] STAGES = Stage.values();

    private final long totalNanos;
    private final long[] stageNanos = new long[STAGES.length];

    BudgetCheck(LatencyBudget budget) {
        totalNanos = limit(budget.totalNanos());
        for (Stage stage : STAGES) {
            stageNanos[stage.ordinal()] = limit(budget.of(stage));
        }
    }

    /** Whether a published frame took too long in some stage or in all; counted once, and in each such stage. */
    boolean count(FrameSlot slot, PipelineMetrics metrics) {
        boolean over = false;
        for (Stage stage : STAGES) {
            if (slot.stageNanos(stage) > stageNanos[stage.ordinal()]) {
                metrics.addOverBudget(stage);
                over = true;
            }
        }
        if (slot.stageEndNanos(Stage.PUBLISH) - slot.admittedNanos() > totalNanos) {
            metrics.addOverTotalBudget();
            over = true;
        }
        if (over) {
            metrics.increment(PipelineCounter.FRAMES_OVER_BUDGET);
        }
        return over;
    }

    private static long limit(long nanos) {
        return nanos == 0 ? Long.MAX_VALUE : nanos;
    }
}
