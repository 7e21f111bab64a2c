package org.posestream.server.operations;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.List;
import org.posestream.metrics.LatencyDistribution;
import org.posestream.metrics.LatencyRecorder;

/**
 * How long stages and frames took, as histograms: unlike quantiles since the start, they can be added up over cameras
 * and cut to the last five minutes by whoever asks Prometheus.
 */
final class LatencyMetrics {

    /** Fine round the time of one frame at 60, 30 and 15 frames a second. */
    private static final long[] BOUNDS_MILLIS = {1, 2, 5, 10, 16, 25, 33, 50, 67, 100, 150, 200, 300, 500, 1000, 2000,
        5000};
    private static final long[] BOUNDS_NANOS = Arrays.stream(BOUNDS_MILLIS).map(millis -> millis * 1_000_000).toArray();
    private static final double[] BUCKETS_SECONDS = bucketsSeconds();

    private final HistogramSnapshot.Builder stages = HistogramSnapshot.builder()
            .name("posestream_stage_duration_seconds").help("What a stage spent on a frame");
    private final HistogramSnapshot.Builder frames = HistogramSnapshot.builder()
            .name("posestream_frame_latency_seconds").help("From a frame's admission to its result");
    private final HistogramSnapshot.Builder ages = HistogramSnapshot.builder()
            .name("posestream_frame_age_seconds").help("From a frame's capture to its result");
    private boolean measured;
    private boolean aged;

    LatencyMetrics(List<CameraReading> cameras) {
        for (CameraReading camera : cameras) {
            String name = camera.status().name();
            camera.latencies().distributions(BOUNDS_NANOS).forEach(distribution -> add(name, distribution));
        }
    }

    void addTo(MetricSnapshots.Builder families) {
        if (measured) {
            families.metricSnapshot(stages.build()).metricSnapshot(frames.build());
        }
        if (aged) {
            families.metricSnapshot(ages.build());
        }
    }

    private void add(String camera, LatencyDistribution distribution) {
        measured = true;
        if (distribution.label().equals(LatencyRecorder.TOTAL)) {
            frames.dataPoint(point(distribution, Labels.of("camera", camera)));
        } else if (distribution.label().equals(LatencyRecorder.AGE)) {
            aged = true;
            ages.dataPoint(point(distribution, Labels.of("camera", camera)));
        } else {
            stages.dataPoint(point(distribution, Labels.of("camera", camera, "stage", distribution.label())));
        }
    }

    private static HistogramDataPointSnapshot point(LatencyDistribution distribution, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BUCKETS_SECONDS, distribution.counts()))
                .sum(distribution.sumSeconds()).labels(labels).build();
    }

    private static double[] bucketsSeconds() {
        double[] bounds = Arrays.stream(BOUNDS_MILLIS).mapToDouble(millis -> millis / 1000.0).toArray();
        double[] buckets = Arrays.copyOf(bounds, bounds.length + 1);
        buckets[bounds.length] = Double.POSITIVE_INFINITY;
        return buckets;
    }
}
