package org.posestream.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;

/**
 * What the pipeline gives up at the moment, for all cameras that may be relieved: the doors ask for it and tell of the
 * frames that they dropped, the recycling stage tells of the others.
 */
final class Degradation {

    private final boolean enabled;
    private final DegradationLadder ladder;
    private final PipelineMetrics metrics;
    private final Consumer<String> lines;
    private final LongAdder dropped = new LongAdder();
    private long droppedBefore;
    private volatile DegradationStep step = DegradationStep.NONE;

    /**
     * Gives nothing up yet.
     *
     * @param hasLighterPose whether there is a network for {@link DegradationStep#LIGHTER_POSE}
     * @param lines gets a line about every change
     */
    Degradation(DegradationOptions options, boolean hasLighterPose, PipelineMetrics metrics, Consumer<String> lines) {
        List<DegradationStep> steps = new ArrayList<>(List.of(DegradationStep.values()));
        if (!hasLighterPose) {
            steps.remove(DegradationStep.LIGHTER_POSE);
        }
        enabled = options.enabled();
        ladder = new DegradationLadder(options, steps);
        this.metrics = metrics;
        this.lines = lines;
    }

    /** From any thread. */
    DegradationStep step() {
        return step;
    }

    /** A frame was dropped because all permits were in flight; from any thread. */
    void dropped() {
        dropped.increment();
    }

    /** A frame was published; from one thread. */
    void published(boolean overBudget, long nowNanos) {
        if (!enabled) {
            return;
        }
        long droppedNow = dropped.sum();
        long newlyDropped = droppedNow - droppedBefore;
        droppedBefore = droppedNow;
        if (ladder.add(nowNanos, 1 + newlyDropped, (overBudget ? 1 : 0) + newlyDropped)) {
            change(ladder.step());
        }
    }

    private void change(DegradationStep newStep) {
        boolean down = newStep.compareTo(step) > 0;
        if (down) {
            metrics.increment(PipelineCounter.DEGRADATIONS);
        }
        lines.accept("degradation " + (down ? "down" : "up") + " to '" + newStep.label() + "' from '" + step.label()
                + "': " + ladder.evidence());
        step = newStep;
    }
}
