package org.posestream.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.posestream.metrics.LatencyBudget;

/**
 * How a pipeline divides its means.
 *
 * @param permits frames of one camera under way at a time, 1..8: 1 starves the stages, more than 2 only adds latency to
 *     a live camera
 * @param maxPeople people per frame, 1..100; those with the lowest score are left out
 * @param detectorInterval the detector runs at least on every so many-th frame, 1..1000; boxes are predicted from the
 *     tracks in between
 * @param emptyInterval while nobody is in sight the detector runs on every so many-th frame, 1..1000: so much later is
 *     a newcomer seen at most; above {@code detectorInterval} that one counts
 * @param maxCameras cameras at a time, 1..256; sizes the ring
 * @param waiting how idle stages wait
 * @param closeTimeout how long closing waits for readers, and then for stages, before it gives up and leaks them;
 *     above 0
 * @param budget how long a frame may take before it is counted as late
 * @param degradation when something is given up because too many frames are late or dropped
 */
public record PipelineOptions(int permits, int maxPeople, int detectorInterval, int emptyInterval, int maxCameras,
        WaitKind waiting, Duration closeTimeout, LatencyBudget budget, DegradationOptions degradation) {

    public static final PipelineOptions DEFAULTS =
            new PipelineOptions(2, 8, 5, 3, 16, WaitKind.BLOCKING, Duration.ofSeconds(5),
                    LatencyBudget.NONE, DegradationOptions.OFF);

    /** How an idle stage waits for the one before it. */
    public enum WaitKind {
        /** Sleeps until the stage before it has finished a frame; an idle pipeline costs nothing. */
        BLOCKING,
        /** Polls and yields: some microseconds less latency for a busy core per stage. */
        YIELDING
    }

    public PipelineOptions {
        requireRange("permits", permits, 1, 8);
        requireRange("maxPeople", maxPeople, 1, 100);
        requireRange("detectorInterval", detectorInterval, 1, 1000);
        requireRange("emptyInterval", emptyInterval, 1, 1000);
        requireRange("maxCameras", maxCameras, 1, 256);
        requireNonNull(waiting, "waiting is null");
        requireNonNull(closeTimeout, "closeTimeout is null");
        requireNonNull(budget, "budget is null");
        requireNonNull(degradation, "degradation is null");
        if (closeTimeout.isNegative() || closeTimeout.isZero()) {
            throw new IllegalArgumentException("closeTimeout must be above 0, but was " + closeTimeout);
        }
    }

    public PipelineOptions withPermits(int newPermits) {
        return new PipelineOptions(newPermits, maxPeople, detectorInterval, emptyInterval, maxCameras, waiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withMaxPeople(int newMaxPeople) {
        return new PipelineOptions(permits, newMaxPeople, detectorInterval, emptyInterval, maxCameras, waiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withDetectorInterval(int newDetectorInterval) {
        return new PipelineOptions(permits, maxPeople, newDetectorInterval, emptyInterval, maxCameras, waiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withEmptyInterval(int newEmptyInterval) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, newEmptyInterval, maxCameras, waiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withMaxCameras(int newMaxCameras) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, emptyInterval, newMaxCameras, waiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withWaiting(WaitKind newWaiting) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, emptyInterval, maxCameras, newWaiting,
                closeTimeout, budget, degradation);
    }

    public PipelineOptions withCloseTimeout(Duration newCloseTimeout) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, emptyInterval, maxCameras, waiting,
                newCloseTimeout, budget, degradation);
    }

    public PipelineOptions withBudget(LatencyBudget newBudget) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, emptyInterval, maxCameras, waiting,
                closeTimeout, newBudget, degradation);
    }

    public PipelineOptions withDegradation(DegradationOptions newDegradation) {
        return new PipelineOptions(permits, maxPeople, detectorInterval, emptyInterval, maxCameras, waiting,
                closeTimeout, budget, newDegradation);
    }

    /** Places in the ring: a power of two with room for twice the frames that can be under way. */
    int ringSize() {
        return Integer.highestOneBit(2 * permits * maxCameras - 1) << 1;
    }

    private static void requireRange(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    key + " must be between " + min + " and " + max + ", but was " + value);
        }
    }
}
