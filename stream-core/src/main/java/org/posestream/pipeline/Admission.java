package org.posestream.pipeline;

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
    private long nextSequence;
    private int epoch;
    private int admittedEpoch;

    /**
     * The rules of a camera of which no frame has come.
     *
     * @param live whether frames come at their own pace, so that results may depend on who was faster
     */
    Admission(CameraOptions options, boolean live, DetectorSchedule schedule, PipelineMetrics metrics) {
        this.options = options;
        this.live = live;
        this.metrics = metrics;
        this.schedule = schedule;
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
