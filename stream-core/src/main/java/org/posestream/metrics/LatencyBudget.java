package org.posestream.metrics;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long a frame may take; a frame that takes longer is published all the same, and counted.
 *
 * @param totalNanos from its admission until it was published, with all waiting between the stages, 0..60 s; 0 for no
 *     limit
 * @param stageNanos what a stage may work on it, or on the batch that it is part of, 0..60 s; 0 and a stage that is not
 *     there for no limit
 */
public record LatencyBudget(long totalNanos, Map<Stage, Long> stageNanos) {

    /** Everything is in time. */
    public static final LatencyBudget NONE = new LatencyBudget(0, Map.of());

    /** Longer times are not told apart, see {@link LatencyRecorder}. */
    private static final long MAX_NANOS = 60_000_000_000L;

    public LatencyBudget {
        requireRange("total", totalNanos);
        for (Map.Entry<Stage, Long> entry : stageNanos.entrySet()) {
            requireNonNull(entry.getKey(), "a stage is null");
            requireNonNull(entry.getValue(), entry.getKey().label() + " is null");
            requireRange(entry.getKey().label(), entry.getValue());
        }
        stageNanos = Map.copyOf(stageNanos);
    }

    /** The same with another limit of one stage. */
    public LatencyBudget withStage(Stage stage, long nanos) {
        Map<Stage, Long> changed = new EnumMap<>(Stage.class);
        changed.putAll(stageNanos);
        changed.put(stage, nanos);
        return new LatencyBudget(totalNanos, changed);
    }

    /** What a stage may work on a frame; 0 for no limit. */
    public long of(Stage stage) {
        return stageNanos.getOrDefault(stage, 0L);
    }

    private static void requireRange(String what, long nanos) {
        if (nanos < 0 || nanos > MAX_NANOS) {
            throw new IllegalArgumentException("the latency budget of '" + what
                    + "' must be between 0 (no limit) and 60 s, but was " + nanos / 1e9 + " s");
        }
    }
}
