package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posestream.server.operations.PrometheusParser.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posestream.metrics.PipelineCounter;
import org.posestream.pipeline.DegradationStep;
import org.posestream.server.operations.PrometheusParser.Family;

class PrometheusTextTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "7-operations.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_0-9]+)` \\| (\\w+) \\|([^|]*)\\|.*");

    private final Readings readings = new Readings();
    private final PrometheusText text = new PrometheusText();

    @AfterEach
    void close() {
        text.close();
    }

    @Test
    void shouldTellWhatClientsTake() {
        Map<String, Family> families = export(readings.running(readings.streaming("hall")));

        assertEquals(7, value(families, "posestream_connections"));
        assertEquals(2, value(families, "posestream_connections_refused_total"));
        assertEquals(5, value(families, "posestream_subscribers{camera=\"hall\"}"));
        assertEquals(3, value(families, "posestream_feeds{camera=\"hall\"}"));
        assertEquals(4200, value(families, "posestream_messages_sent_total{camera=\"hall\"}"));
        assertEquals(17, value(families, "posestream_messages_lost_total{camera=\"hall\"}"));
        assertEquals(4, value(families, "posestream_messages_overtaken_total{camera=\"hall\"}"));
        assertEquals(1_000_000, value(families, "posestream_message_bytes_sent_total{camera=\"hall\"}"));
    }

    @Test
    void shouldTellCountsStatesAndRatesOfEachCamera() {
        Map<String, Family> families = export(readings.running(readings.lost("attic"), readings.streaming("hall")));

        assertEquals(1000, value(families, "posestream_frames_read_total{camera=\"hall\"}"));
        assertEquals(40, value(families, "posestream_frames_dropped_total{camera=\"hall\",reason=\"busy\"}"));
        assertEquals(7, value(families, "posestream_frames_dropped_total{camera=\"hall\",reason=\"rate\"}"));
        assertEquals(0, value(families, "posestream_frames_read_total{camera=\"attic\"}"));
        assertEquals(3, value(families, "posestream_reconnects_total{camera=\"attic\"}"));
        assertEquals(1, value(families, "posestream_camera_state{camera=\"hall\",state=\"streaming\"}"));
        assertEquals(0, value(families, "posestream_camera_state{camera=\"hall\",state=\"backing-off\"}"));
        assertEquals(1, value(families, "posestream_camera_state{camera=\"attic\",state=\"backing-off\"}"));
        assertEquals(90.5, value(families, "posestream_camera_state_seconds{camera=\"hall\"}"));
        assertEquals(24.96, value(families, "posestream_camera_input_frames_per_second{camera=\"hall\"}"));
        assertEquals(23.8, value(families, "posestream_camera_output_frames_per_second{camera=\"hall\"}"));
        assertEquals(25, value(families, "posestream_camera_expected_frames_per_second{camera=\"hall\"}"));
        assertEquals(3, value(families, "posestream_camera_connection_quality{camera=\"hall\"}"));
        assertEquals(0, value(families, "posestream_camera_connection_quality{camera=\"attic\"}"));
        assertEquals(1, value(families, "posestream_camera_abandoned_readers{camera=\"attic\"}"));
        assertEquals(6, value(families, "posestream_camera_attempts{camera=\"attic\"}"));
        assertEquals(2, value(families, "posestream_cameras"));
        assertEquals(2, value(families, "posestream_frames_under_way"));
    }

    @Test
    void shouldTellLatenciesAsHistograms() {
        Map<String, Family> families = export(readings.running(readings.streaming("hall")));

        String frames = "posestream_frame_latency_seconds_bucket{camera=\"hall\",le=";
        assertEquals(0, value(families, frames + "\"0.025\"}"));
        assertEquals(2, value(families, frames + "\"0.033\"}"));
        assertEquals(2, value(families, frames + "\"+Inf\"}"));
        assertEquals(2, value(families, "posestream_frame_latency_seconds_count{camera=\"hall\"}"));
        assertEquals(0.06, value(families, "posestream_frame_latency_seconds_sum{camera=\"hall\"}"), 60e-6);
        String ages = "posestream_frame_age_seconds_bucket{camera=\"hall\",le=";
        assertEquals(0, value(families, ages + "\"0.1\"}"));
        assertEquals(1, value(families, ages + "\"0.15\"}"));
        String detect = "posestream_stage_duration_seconds_bucket{camera=\"hall\",stage=\"detect\",le=";
        assertEquals(0, value(families, detect + "\"0.01\"}"));
        assertEquals(1, value(families, detect + "\"0.016\"}"));
    }

    @Test
    void shouldTellWhatIsOverItsBudgetAndWhatIsGivenUp() {
        readings.degradation = DegradationStep.LIGHTER_POSE;
        readings.counters.increment(PipelineCounter.DEGRADATIONS);
        Map<String, Family> families = export(readings.running(readings.streaming("hall")));
        assertEquals(1, value(families, "posestream_stage_over_budget_total{camera=\"hall\",stage=\"detect\"}"));
        assertEquals(0, value(families, "posestream_stage_over_budget_total{camera=\"hall\",stage=\"total\"}"));
        assertEquals(2, value(families, "posestream_degradation_step"));
        assertEquals(1, value(families, "posestream_degradations_total"));
    }

    @Test
    void shouldTellWhetherItLivesAndIsReady() {
        assertEquals(1, value(export(readings.running()), "posestream_live"));
        assertEquals(1, value(export(readings.running()), "posestream_ready"));
        Observation stuck = readings.observe(Observation.Phase.RUNNING, Optional.of("stuck"));
        assertEquals(0, value(export(stuck), "posestream_live"));
        assertEquals(0, value(export(stuck), "posestream_ready"));
        Observation starting = new Observation(Readings.NOW, Readings.NOW_NANOS, Observation.Phase.STARTING,
                Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
        assertEquals(1, value(export(starting), "posestream_live"));
        assertEquals(0, value(export(starting), "posestream_ready"));
    }

    @Test
    void shouldTellNoQualityWhereNoFramesAreWanted() {
        assertTrue(Double.isNaN(value(export(readings.running(readings.paused("hall"))),
                "posestream_camera_connection_quality{camera=\"hall\"}")));
    }

    @Test
    void shouldForgetACameraThatWasRemoved() {
        assertTrue(write(readings.running(readings.streaming("hall"), readings.streaming("attic"))).contains("attic"));
        assertFalse(write(readings.running(readings.streaming("hall"))).contains("attic"));
        assertFalse(write(readings.running()).contains("camera=\""));
    }

    @Test
    void shouldExportSeriesInProportionToTheCameras() {
        long one = series(1);
        assertEquals(15 * (series(2) - one), series(16) - one);
    }

    @Test
    void shouldEscapeNames() {
        String strange = write(readings.running(readings.streaming("a\"b\\c\nd")));

        PrometheusParser.parse(strange);
        assertTrue(strange.contains("posestream_stalls_total{camera=\"a\\\"b\\\\c\\nd\"} 0.0\n"), strange);
    }

    @Test
    void shouldExportWhatIsDocumentedAndNothingElse() throws IOException {
        Map<String, String> documented = documented();
        Map<String, String> exported = export(readings.running(readings.streaming("hall"))).values().stream()
                .collect(Collectors.toMap(Family::name, family -> row(family.type(), labelNames(family)),
                        (a, b) -> a, TreeMap::new));

        assertEquals(ours(documented), ours(exported));
        assertEquals(Set.of(), without(exported.keySet(), documented.keySet()));
        // Which of these there are depends on the collector, and on whether it has run; the other one needs Linux.
        Set<String> missing = without(documented.keySet(), exported.keySet());
        missing.removeIf(name -> name.startsWith("jvm_gc_"));
        assertEquals(ResidentMemory.bytes().isPresent() ? Set.of() : Set.of("process_resident_memory_bytes"), missing);
    }

    private long series(int cameras) {
        return export(readings.running(IntStream.range(0, cameras).mapToObj(i -> readings.streaming("camera" + i))
                .toArray(CameraReading[]::new))).values().stream().filter(family -> family.name().startsWith("pose"))
                .mapToLong(family -> family.samples().size()).sum();
    }

    private Map<String, Family> export(Observation observation) {
        return PrometheusParser.parse(write(observation));
    }

    private String write(Observation observation) {
        return text.write(observation);
    }

    /** Type and labels of every metric in the tables of the documentation. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENTATION)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row(row.group(2), row.group(3).replace("`", "").replace(" ", "")));
            }
        }
        return rows;
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> left = new TreeSet<>(names);
        left.removeAll(others);
        return left;
    }

    private static String ours(Map<String, String> rows) {
        return rows.entrySet().stream().filter(row -> row.getKey().startsWith("posestream_"))
                .map(Map.Entry::toString).collect(Collectors.joining("\n"));
    }

    private static String labelNames(Family family) {
        Set<String> names = new TreeSet<>();
        for (String series : family.samples().keySet()) {
            if (series.contains("{")) {
                names.addAll(PrometheusParser.labels(series.substring(series.indexOf('{') + 1, series.length() - 1))
                        .keySet());
            }
        }
        return String.join(",", names);
    }

    private static String row(String type, String labels) {
        return type + " {" + labels + "}";
    }
}
