package org.posestream.server.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.DegradationStep;
import org.posestream.server.web.WebReading;

/**
 * Everything that both reports tell, at one moment.
 *
 * @param phase of the server's life
 * @param fault why it does not live; empty when it does
 * @param pipeline empty while the networks are being loaded
 * @param qualities of the connections, by the counters of their cameras
 * @param web empty before the server listens
 */
record Observation(Instant now, long nowNanos, Phase phase, Optional<String> fault,
        Optional<PipelineReading> pipeline, Map<PipelineMetrics, ConnectionQuality> qualities,
        Optional<WebReading> web) {

    /** Of the server's life. */
    enum Phase {
        STARTING("networks are being loaded and cameras added"),
        RUNNING(""),
        STOPPING("the server is stopping");

        private final String reason;

        Phase(String reason) {
            this.reason = reason;
        }

        /** Why it is not ready. */
        String reason() {
            return reason;
        }
    }

    boolean isReady() {
        return phase == Phase.RUNNING && fault.isEmpty();
    }

    List<CameraReading> cameras() {
        return pipeline.map(PipelineReading::cameras).orElse(List.of());
    }

    ConnectionQuality qualityOf(CameraReading camera) {
        return qualities.getOrDefault(camera.counters(), new ConnectionQuality());
    }

    HealthReport report(String version, Instant startedAt, List<NetworkHealth> networks) {
        List<CameraHealth> cameras = cameras().stream()
                .map(camera -> CameraHealth.of(camera, qualityOf(camera), now, nowNanos)).toList();
        List<String> reasons = reasons(cameras);
        return new HealthReport(status(cameras), reasons, fault.isEmpty(), isReady(), version,
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                LatencyHealth.rounded(Duration.between(startedAt, now).toMillis() / 1000.0), networks,
                pipeline.map(Observation::stages).orElse(null), cameras);
    }

    private static HealthReport.Stages stages(PipelineReading pipeline) {
        return new HealthReport.Stages(pipeline.progress().framesUnderWay(), pipeline.progress().threadsAlive(),
                pipeline.counters().count(PipelineCounter.PUBLISH_FAILURES), pipeline.degradation().label(),
                pipeline.counters().count(PipelineCounter.DEGRADATIONS), LatencyHealth.of(pipeline.latencies()));
    }

    private String status(List<CameraHealth> cameras) {
        if (fault.isPresent()) {
            return "failed";
        }
        if (phase != Phase.RUNNING) {
            return phase == Phase.STARTING ? "starting" : "stopping";
        }
        boolean well = !isOverloaded() && cameras.stream().allMatch(CameraHealth::isWell);
        return well ? "ok" : "degraded";
    }

    /** Whether something had to be given up. */
    private boolean isOverloaded() {
        return pipeline.isPresent() && pipeline.get().degradation() != DegradationStep.NONE;
    }

    private List<String> reasons(List<CameraHealth> cameras) {
        List<String> reasons = new ArrayList<>();
        fault.ifPresent(reasons::add);
        if (phase != Phase.RUNNING) {
            reasons.add(phase.reason());
        }
        if (isOverloaded()) {
            reasons.add("there is too much to do; given up: " + pipeline.get().degradation().label());
        }
        for (CameraHealth camera : cameras) {
            if (!camera.isWell()) {
                reasons.add("camera " + camera.name() + " is " + camera.state() + ", its connection "
                        + camera.quality());
            }
        }
        return reasons;
    }
}
