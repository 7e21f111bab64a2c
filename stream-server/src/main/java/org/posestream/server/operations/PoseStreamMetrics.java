package org.posestream.server.operations;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.posestream.metrics.LatencyRecorder;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.Stage;
import org.posestream.pipeline.CameraState;

/**
 * Our own metrics at one moment. Labels are the camera's name, its state, a stage, and the reason of a drop: as many
 * series as there are cameras times a constant.
 */
final class PoseStreamMetrics {

    private static final String PREFIX = "posestream_";
    private static final String DROPPED = "FRAMES_DROPPED_";
    private static final Set<PipelineCounter> OF_THE_WHOLE =
            EnumSet.of(PipelineCounter.PUBLISH_FAILURES, PipelineCounter.DEGRADATIONS);

    private final Observation observation;
    private final List<CameraReading> cameras;
    private final MetricSnapshots.Builder families = MetricSnapshots.builder();

    private PoseStreamMetrics(Observation observation) {
        this.observation = observation;
        cameras = observation.cameras();
    }

    static MetricSnapshots of(Observation observation) {
        PoseStreamMetrics metrics = new PoseStreamMetrics(observation);
        metrics.addServer();
        observation.web().ifPresent(web -> WebMetrics.add(web, metrics.families));
        observation.pipeline().ifPresent(metrics::addPipeline);
        if (!metrics.cameras.isEmpty()) {
            metrics.addCounters();
            metrics.addOverBudget();
            metrics.addStates();
            metrics.addConnections();
        }
        return metrics.families.build();
    }

    private void addServer() {
        addGauge("live", "Whether the stages work; when 0 the process should be started anew",
                observation.fault().isEmpty() ? 1 : 0);
        addGauge("ready", "Whether the networks are warm and the configured cameras known",
                observation.isReady() ? 1 : 0);
    }

    private void addPipeline(PipelineReading pipeline) {
        addGauge("cameras", "Cameras that are supervised", cameras.size());
        addGauge("frames_under_way", "Frames between the door and the last stage",
                pipeline.progress().framesUnderWay());
        families.metricSnapshot(counter(PipelineCounter.PUBLISH_FAILURES)
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(pipeline.counters().count(PipelineCounter.PUBLISH_FAILURES)).build())
                .build());
        families.metricSnapshot(counter(PipelineCounter.DEGRADATIONS)
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(pipeline.counters().count(PipelineCounter.DEGRADATIONS)).build())
                .build());
        addGauge("degradation_step", "What is given up for want of time: 0 nothing, 1 detector less often, 2 lighter "
                + "pose network, 3 half the frames", pipeline.degradation().ordinal());
        new LatencyMetrics(cameras).addTo(families);
    }

    private void addCounters() {
        CounterSnapshot.Builder dropped = CounterSnapshot.builder().name(PREFIX + "frames_dropped")
                .help("Frames that a camera delivered and that were not let in");
        for (PipelineCounter counter : PipelineCounter.values()) {
            if (counter.name().startsWith(DROPPED)) {
                String reason = counter.name().substring(DROPPED.length()).toLowerCase(Locale.ROOT);
                cameras.forEach(camera -> dropped.dataPoint(point(camera, counter, labels(camera, "reason", reason))));
            } else if (!OF_THE_WHOLE.contains(counter)) {
                CounterSnapshot.Builder family = counter(counter);
                cameras.forEach(camera -> family.dataPoint(point(camera, counter, labels(camera))));
                families.metricSnapshot(family.build());
            }
        }
        families.metricSnapshot(dropped.build());
    }

    private void addOverBudget() {
        CounterSnapshot.Builder over = CounterSnapshot.builder().name(PREFIX + "stage_over_budget")
                .help("Published frames that took longer in a stage than its budget; 'total' is the whole way");
        for (CameraReading camera : cameras) {
            for (Stage stage : Stage.values()) {
                over.dataPoint(point(camera.counters().overBudget(stage), camera, stage.label()));
            }
            over.dataPoint(point(camera.counters().overTotalBudget(), camera, LatencyRecorder.TOTAL));
        }
        families.metricSnapshot(over.build());
    }

    private static CounterDataPointSnapshot point(long count, CameraReading camera, String stage) {
        return CounterDataPointSnapshot.builder().value(count).labels(labels(camera, "stage", stage)).build();
    }

    private void addStates() {
        GaugeSnapshot.Builder states = gauge("camera_state", "What a camera is doing: 1 for this state, 0 for others");
        for (CameraReading camera : cameras) {
            for (CameraState state : CameraState.values()) {
                states.dataPoint(point(camera.status().state() == state ? 1 : 0,
                        labels(camera, "state", state.label())));
            }
        }
        families.metricSnapshot(states.build());
        addCameraGauge("camera_state_seconds", "For how long a camera has been in its state",
                camera -> camera.status().inState().toMillis() / 1000.0);
    }

    private void addConnections() {
        addCameraGauge("camera_input_frames_per_second", "Frames that came, over about ten seconds",
                camera -> camera.status().framesPerSecondIn());
        addCameraGauge("camera_output_frames_per_second", "Frames that were published, over about ten seconds",
                camera -> camera.status().framesPerSecondOut());
        addCameraGauge("camera_expected_frames_per_second", "Frames that the stream says to come; 0 when unknown",
                camera -> camera.status().format().framesPerSecond());
        addCameraGauge("camera_abandoned_readers", "Reader threads that hang in native calls now",
                camera -> camera.status().abandonedReaders());
        addCameraGauge("camera_attempts", "Openings in a row without a good stream",
                camera -> camera.status().attempts());
        addCameraGauge("camera_connection_quality",
                "The last hour: 3 excellent, 2 fair, 1 poor, 0 unusable; NaN while no frames are wanted",
                camera -> CameraHealth.isWanted(camera.status()) ? CameraHealth.grade(camera.status(),
                        observation.qualityOf(camera), observation.nowNanos()).ordinal() : Double.NaN);
    }

    private void addCameraGauge(String name, String help, ToDoubleFunction<CameraReading> value) {
        GaugeSnapshot.Builder family = gauge(name, help);
        cameras.forEach(camera -> family.dataPoint(point(value.applyAsDouble(camera), labels(camera))));
        families.metricSnapshot(family.build());
    }

    private void addGauge(String name, String help, double value) {
        families.metricSnapshot(gauge(name, help).dataPoint(point(value, Labels.EMPTY)).build());
    }

    private static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(PREFIX + name).help(help);
    }

    private static CounterSnapshot.Builder counter(PipelineCounter counter) {
        return CounterSnapshot.builder().name(PREFIX + counter.name().toLowerCase(Locale.ROOT)).help(help(counter));
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    private static CounterDataPointSnapshot point(CameraReading camera, PipelineCounter counter, Labels labels) {
        return CounterDataPointSnapshot.builder().value(camera.counters().count(counter)).labels(labels).build();
    }

    private static Labels labels(CameraReading camera, String... more) {
        return Labels.of("camera", camera.status().name()).merge(Labels.of(more));
    }

    private static String help(PipelineCounter counter) {
        return switch (counter) {
            case FRAMES_READ -> "Frames that the source delivered";
            case FRAMES_DROPPED_BUSY, FRAMES_DROPPED_RATE, FRAMES_DROPPED_DEGRADED -> "Frames that were not let in";
            case FRAMES_FAILED -> "Frames whose processing failed in some stage";
            case FRAMES_PUBLISHED -> "Frames that went through all stages";
            case FRAMES_EMPTY -> "Published frames in which nobody was found";
            case DETECTOR_RUNS -> "Frames on which the detector ran";
            case PEOPLE_OVER_LIMIT -> "People left out because a frame held more than the configured maximum";
            case FRAMES_OVER_BUDGET -> "Published frames that took longer than the latency budget";
            case DEGRADATIONS -> "Times that something more was given up for want of time";
            case PACKETS_BROKEN -> "Packets that could not be decoded and were left out";
            case CLOCK_JUMPS -> "Times that the stream's clock stood still, jumped or ran backwards";
            case RECONNECTS -> "Times that the stream began after it had been lost";
            case STALLS -> "Times that the connected stream delivered no frame for too long";
            case READERS_ABANDONED -> "Reader threads that were left behind in a native call";
            case PUBLISH_FAILURES -> "Calls of a publisher that threw";
        };
    }
}
