package org.posestream.server.config;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.posestream.metrics.LatencyBudget;
import org.posestream.metrics.Stage;

/**
 * How long a frame may take before it is counted as late; 0 for no limit.
 *
 * @param total from its admission until it was published
 * @param decode what the stage of that name may work on it, as the others
 */
public record LatencyBudgetConfig(
        @Between(least = "0ms", most = "1min") Duration total,
        @Between(least = "0ms", most = "1min") Duration decode,
        @Between(least = "0ms", most = "1min") Duration detect,
        @Between(least = "0ms", most = "1min") Duration estimate,
        @Between(least = "0ms", most = "1min") Duration track,
        @Between(least = "0ms", most = "1min") Duration lift,
        @Between(least = "0ms", most = "1min") Duration smooth,
        @Between(least = "0ms", most = "1min") Duration publish) {

    static final LatencyBudgetConfig DEFAULT = new LatencyBudgetConfig(Duration.ZERO, Duration.ZERO, Duration.ZERO,
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public LatencyBudget budget() {
        Map<Stage, Long> stages = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            stages.put(stage, of(stage).toNanos());
        }
        return new LatencyBudget(total.toNanos(), stages);
    }

    private Duration of(Stage stage) {
        return switch (stage) {
            case DECODE -> decode;
            case DETECT -> detect;
            case ESTIMATE -> estimate;
            case TRACK -> track;
            case LIFT -> lift;
            case SMOOTH -> smooth;
            case PUBLISH -> publish;
        };
    }
}
