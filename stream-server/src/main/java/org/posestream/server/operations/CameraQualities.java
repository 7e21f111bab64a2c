package org.posestream.server.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;

/**
 * The connections of all cameras, by their counters: a camera that was removed and added again under its name begins
 * anew. One thread.
 */
final class CameraQualities {

    private final Map<PipelineMetrics, ConnectionQuality> byCounters = new HashMap<>();

    void sample(List<CameraReading> cameras, long nowNanos) {
        byCounters.keySet().retainAll(cameras.stream().map(CameraReading::counters).collect(Collectors.toSet()));
        for (CameraReading camera : cameras) {
            byCounters.computeIfAbsent(camera.counters(), counters -> new ConnectionQuality()).sample(
                    camera.counters().count(PipelineCounter.RECONNECTS),
                    camera.counters().count(PipelineCounter.STALLS), nowNanos);
        }
    }

    Map<PipelineMetrics, ConnectionQuality> byCounters() {
        return byCounters;
    }
}
