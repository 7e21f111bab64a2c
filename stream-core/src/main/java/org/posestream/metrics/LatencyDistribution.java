package org.posestream.metrics;

import static java.util.Objects.requireNonNull;

/**
 * How the times of one stage, or of whole frames, are distributed.
 *
 * @param label the stage's, or {@link LatencyRecorder#TOTAL}
 * @param counts how many times were at most as long as the first bound, how many between it and the second, and so on;
 *     one more than there are bounds, for those above the last; the caller's own
 * @param sumSeconds of all times
 */
public record LatencyDistribution(String label, long[] counts, double sumSeconds) {

    public LatencyDistribution {
        requireNonNull(label, "label is null");
        requireNonNull(counts, "counts is null");
    }
}
