package org.posestream.server.operations;

import static org.posestream.server.operations.LatencyHealth.rounded;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.posestream.metrics.PipelineCounter;
import org.posestream.metrics.PipelineMetrics;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.source.SourceFormat;

/**
 * A camera as {@code /health} tells it; the names of the components are the names in the JSON, and
 * docs/7-operations.md describes them.
 */
record CameraHealth(String name, String state, String since, double stateSeconds, String quality,
        long reconnectsLastHour, long stallsLastHour, double framesPerSecondIn, double framesPerSecondOut,
        Format format, Frames frames, Map<String, Long> counts, int attempts, int abandonedReaders, String lastError,
        Map<String, LatencyHealth> latencyMillis) {

    private static final String DROPPED = "FRAMES_DROPPED_";
    /** Told elsewhere: among the frames, or of the pipeline as a whole. */
    private static final Set<PipelineCounter> NO_COUNTS = EnumSet.of(PipelineCounter.FRAMES_READ,
            PipelineCounter.FRAMES_PUBLISHED, PipelineCounter.FRAMES_EMPTY, PipelineCounter.FRAMES_FAILED,
            PipelineCounter.FRAMES_OVER_BUDGET, PipelineCounter.DEGRADATIONS, PipelineCounter.PUBLISH_FAILURES);

    /** What is delivered; what is unknown is null. */
    record Format(String codec, String pixelFormat, Integer width, Integer height, Double framesPerSecond) {

        static Format of(SourceFormat format) {
            return new Format(nullIfEmpty(format.codec()), nullIfEmpty(format.pixelFormat()),
                    format.width() == 0 ? null : format.width(), format.height() == 0 ? null : format.height(),
                    format.framesPerSecond() == 0 ? null : rounded(format.framesPerSecond()));
        }

        private static String nullIfEmpty(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    /** What became of the frames since the camera was added; dropped ones by reason. */
    record Frames(long read, long published, long empty, long failed, long overBudget, Map<String, Long> dropped) {

        static Frames of(PipelineMetrics counters) {
            return new Frames(counters.count(PipelineCounter.FRAMES_READ),
                    counters.count(PipelineCounter.FRAMES_PUBLISHED), counters.count(PipelineCounter.FRAMES_EMPTY),
                    counters.count(PipelineCounter.FRAMES_FAILED),
                    counters.count(PipelineCounter.FRAMES_OVER_BUDGET), droppedByReason(counters));
        }

        private static Map<String, Long> droppedByReason(PipelineMetrics counters) {
            Map<String, Long> dropped = new LinkedHashMap<>();
            for (PipelineCounter counter : PipelineCounter.values()) {
                if (counter.name().startsWith(DROPPED)) {
                    dropped.put(counter.name().substring(DROPPED.length()).toLowerCase(Locale.ROOT),
                            counters.count(counter));
                }
            }
            return dropped;
        }
    }

    static CameraHealth of(CameraReading camera, ConnectionQuality quality, Instant now, long nowNanos) {
        CameraStatus status = camera.status();
        return new CameraHealth(status.name(), status.state().label(),
                now.minus(status.inState()).truncatedTo(ChronoUnit.SECONDS).toString(),
                rounded(status.inState().toMillis() / 1000.0),
                isWanted(status) ? grade(status, quality, nowNanos).label() : null,
                quality.reconnectsLastHour(nowNanos), quality.stallsLastHour(nowNanos),
                rounded(status.framesPerSecondIn()), rounded(status.framesPerSecondOut()),
                Format.of(status.format()), Frames.of(camera.counters()), counts(camera.counters()),
                status.attempts(), status.abandonedReaders(), status.lastError().orElse(null),
                LatencyHealth.of(camera.latencies()));
    }

    /** Whether frames are wanted of it; otherwise none say nothing about its connection. */
    static boolean isWanted(CameraStatus status) {
        return status.state() != CameraState.PAUSED && status.state() != CameraState.STOPPED;
    }

    static ConnectionQuality.Grade grade(CameraStatus status, ConnectionQuality quality, long nowNanos) {
        return quality.grade(status.framesPerSecondIn(), status.format().framesPerSecond(), nowNanos);
    }

    /** Whether somebody should look. */
    boolean isWell() {
        return quality == null || state.equals(CameraState.STREAMING.label())
                && !quality.equals(ConnectionQuality.Grade.UNUSABLE.label());
    }

    private static Map<String, Long> counts(PipelineMetrics counters) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (PipelineCounter counter : PipelineCounter.values()) {
            if (!NO_COUNTS.contains(counter) && !counter.name().startsWith(DROPPED)) {
                counts.put(camelCase(counter.name()), counters.count(counter));
            }
        }
        return counts;
    }

    private static String camelCase(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
