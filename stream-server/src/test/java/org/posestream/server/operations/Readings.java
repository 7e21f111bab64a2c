package org.posestream.server.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.metrics.Stage;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pipeline.DegradationStep;
import org.posestream.pipeline.StageProgress;
import org.posestream.server.web.StreamReading;
import org.posestream.server.web.WebReading;
import org.posestream.source.SourceFormat;

/** Hand-made readings: a camera that is well, one that is lost. */
final class Readings {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");
    static final long NOW_NANOS = 5_000_000_000_000L;

    final PipelineMetrics counters = new PipelineMetrics();
    final LatencyRecorder latencies = new LatencyRecorder();
    final CameraQualities qualities = new CameraQualities();
    DegradationStep degradation = DegradationStep.NONE;

    /** Frames came and went; the detector took 12 ms, the whole frame 30 ms. */
    CameraReading streaming(String name) {
        PipelineMetrics camera = counters.newPart();
        camera.add(PipelineCounter.FRAMES_READ, 1000);
        camera.add(PipelineCounter.FRAMES_DROPPED_BUSY, 40);
        camera.add(PipelineCounter.FRAMES_DROPPED_RATE, 7);
        camera.add(PipelineCounter.FRAMES_FAILED, 1);
        camera.add(PipelineCounter.FRAMES_PUBLISHED, 950);
        camera.add(PipelineCounter.FRAMES_EMPTY, 50);
        camera.add(PipelineCounter.DETECTOR_RUNS, 190);
        LatencyRecorder recorder = new LatencyRecorder();
        recorder.record(Stage.DETECT, 12_000_000);
        recorder.recordTotal(30_000_000);
        recorder.recordTotal(30_000_000);
        recorder.recordAge(140_000_000);
        camera.addOverBudget(Stage.DETECT);
        latencies.recordTotal(30_000_000);
        return new CameraReading(new CameraStatus(name, CameraState.STREAMING, Duration.ofMillis(90_500),
                new SourceFormat("h264", "yuv420p", 1280, 720, 25), 24.96, 23.8, 0, 0, Optional.empty()), camera,
                recorder);
    }

    CameraReading lost(String name) {
        PipelineMetrics camera = counters.newPart();
        camera.add(PipelineCounter.RECONNECTS, 3);
        camera.add(PipelineCounter.STALLS, 2);
        return new CameraReading(new CameraStatus(name, CameraState.BACKING_OFF, Duration.ofSeconds(4),
                SourceFormat.UNKNOWN, 0, 0, 1, 6, Optional.of("rtsp://10.0.0.7/stream: Connection refused")), camera,
                new LatencyRecorder());
    }

    CameraReading paused(String name) {
        return new CameraReading(new CameraStatus(name, CameraState.PAUSED, Duration.ofHours(1),
                SourceFormat.UNKNOWN, 0, 0, 0, 0, Optional.empty()), counters.newPart(), new LatencyRecorder());
    }

    Observation observe(Observation.Phase phase, Optional<String> fault, CameraReading... cameras) {
        qualities.sample(List.of(cameras), NOW_NANOS);
        return new Observation(NOW, NOW_NANOS, phase, fault,
                Optional.of(new PipelineReading(new StageProgress(960, 958, true), counters, latencies,
                        degradation, List.of(cameras))), qualities.byCounters(),
                Optional.of(new WebReading(7, 2, Stream.of(cameras).map(camera -> new StreamReading(
                        camera.status().name(), 5, 3, 4200, 17, 4, 1_000_000)).toList())));
    }

    Observation running(CameraReading... cameras) {
        return observe(Observation.Phase.RUNNING, Optional.empty(), cameras);
    }
}
