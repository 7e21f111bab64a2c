package org.posestream.server.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.LatencySummary;

/** How long a stage, or a whole frame, took; milliseconds to the microsecond. */
record LatencyHealth(double p50, double p99, double max) {

    /** By stage, those that ran, in order; then the whole. */
    static Map<String, LatencyHealth> of(LatencyRecorder latencies) {
        Map<String, LatencyHealth> byStage = new LinkedHashMap<>();
        for (LatencySummary stage : latencies.summaries()) {
            byStage.put(stage.label(), new LatencyHealth(rounded(stage.p50Millis()), rounded(stage.p99Millis()),
                    rounded(stage.maxMillis())));
        }
        return byStage;
    }

    /** Three digits behind the point. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
