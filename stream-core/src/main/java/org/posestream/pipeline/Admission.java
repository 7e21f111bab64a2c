package org.posestream.pipeline;

import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;

/**
 * What the doors of one camera have in common, however often its source is opened: the numbering of its frames, when
 * the detector is due, and the rules. Used by one door at a time, see {@link FrameDoor}.
 */
final class Admission {

    private final CameraOptions options;
    private final boolean live;
    private final PipelineMetrics metrics;
    private final DetectorSchedule schedule;
    private final RateLimit rateLimit;
    private final Degradation degradation;
    private long wanted;
    private long nextSequence;
    private int epoch;
    private int admittedEpoch;

    /**
     * The rules of a camera of which no frame has come.
     *
     * @param live whether frames come at their own pace, so that results may depend on who was faster
     * @param degradation what is given up where only the newest frames count
     */
    Admission(CameraOptions options, boolean live, DetectorSchedule schedule, PipelineMetrics metrics,
            Degradation degradation) {
        this.options = options;
        this.live = live;
        this.metrics = metrics;
        this.schedule = schedule;
        this.degradation = degradation;
        rateLimit = new RateLimit(options.maxFramesPerSecond());
    }

    Freshness freshness() {
        return options.freshness();
    }

    boolean isLive() {
        return live;
    }

    PipelineMetrics metrics() {
        return metrics;
    }

    DetectorSchedule schedule() {
        return schedule;
    }

    RateLimit rateLimit() {
        return rateLimit;
    }

    /** What is given up for this camera; nothing where every frame counts, nor for files, which come out the same. */
    DegradationStep degradationStep() {
        return mayBeRelieved() ? degradation.step() : DegradationStep.NONE;
    }

    /** Whether a frame is left out to halve the rate; asked once for every frame that would be let in else. */
    boolean isLeftOut(DegradationStep step) {
        if (!step.includes(DegradationStep.LOWER_RATE)) {
            return false;
        }
        wanted++;
        return wanted % DegradationStep.RATE_DIVISOR != 1;
    }

    /** A frame was dropped because all permits were in flight. */
    void droppedBusy() {
        metrics.increment(PipelineCounter.FRAMES_DROPPED_BUSY);
        if (mayBeRelieved()) {
            degradation.dropped();
        }
    }

    /** A frame has left the pipeline; called by the recycling stage. */
    void published(boolean overBudget, long nowNanos) {
        if (mayBeRelieved()) {
            degradation.published(overBudget, nowNanos);
        }
    }

    private boolean mayBeRelieved() {
        return live && options.freshness() == Freshness.LATEST;
    }

    /** Of the stream's clock, see {@link org.posestream.frame.FrameSlot#epoch}. */
    int epoch() {
        return epoch;
    }

    /** The stream's clock has jumped; what comes now has nothing to do with the past. */
    void beginEpoch() {
        epoch++;
    }

    /** Whether no frame of this epoch has been let in yet. */
    boolean isFirstOfEpoch() {
        return epoch != admittedEpoch;
    }

    /** A frame was let in. */
    void admitted() {
        admittedEpoch = epoch;
    }

    /** Whether a frame has come before. */
    boolean hasBegun() {
        return nextSequence > 0;
    }

    /** The number of the next frame; those that are dropped for want of a buffer have one too. */
    long takeSequence() {
        long sequence = nextSequence;
        nextSequence++;
        return sequence;
    }
}
