package org.posestream.server.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posestream.pipeline.DegradationStep;

class HealthReportTest {

    private static final List<NetworkHealth> NETWORKS = List.of(new NetworkHealth("posestream-pose", "pose2d", "cpu"));

    private final Readings readings = new Readings();

    @Test
    void shouldTellEverythingInTheDocumentedForm() throws IOException {
        HealthReport report = report(readings.running(readings.lost("attic"), readings.streaming("hall")));

        assertEquals(resource("health.json"),
                new String(report.toJson(), StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void shouldBeOkWhenEveryCameraStreamsOrIsNotWanted() {
        HealthReport report = report(readings.running(readings.streaming("hall"), readings.paused("attic")));

        assertEquals("ok", report.status());
        assertEquals(List.of(), report.reasons());
        assertTrue(report.live() && report.ready());
        assertNull(report.cameras().get(1).quality());
    }

    @Test
    void shouldSayWhyItIsNotOk() {
        HealthReport degraded = report(readings.running(readings.lost("attic"), readings.streaming("hall")));
        assertEquals("degraded", degraded.status());
        assertEquals(List.of("camera attic is backing-off, its connection unusable"), degraded.reasons());
        assertTrue(degraded.live() && degraded.ready());

        readings.degradation = DegradationStep.LIGHTER_POSE;
        HealthReport overloaded = report(readings.running(readings.streaming("hall")));
        assertEquals("degraded", overloaded.status());
        assertEquals(List.of("there is too much to do; given up: lighter pose network"), overloaded.reasons());
        readings.degradation = DegradationStep.NONE;

        HealthReport failed = report(readings.observe(Observation.Phase.RUNNING, Optional.of("all is stuck"),
                readings.streaming("hall")));
        assertEquals("failed", failed.status());
        assertEquals(List.of("all is stuck"), failed.reasons());
        assertFalse(failed.live() || failed.ready());
    }

    @Test
    void shouldAnswerBeforeTheNetworksAreLoadedAndWhileItStops() {
        HealthReport starting = report(new Observation(Readings.NOW, Readings.NOW_NANOS, Observation.Phase.STARTING,
                Optional.empty(), Optional.empty(), Map.of(), Optional.empty()));
        assertEquals("starting", starting.status());
        assertEquals(List.of("networks are being loaded and cameras added"), starting.reasons());
        assertTrue(starting.live());
        assertFalse(starting.ready());
        assertNull(starting.stages());

        HealthReport stopping = report(readings.observe(Observation.Phase.STOPPING, Optional.empty()));
        assertEquals("stopping", stopping.status());
        assertEquals(List.of("the server is stopping"), stopping.reasons());
        assertFalse(stopping.ready());
    }

    private static HealthReport report(Observation observation) {
        return observation.report("0.1.0", Instant.parse("2026-03-01T11:00:00.100Z"), NETWORKS);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HealthReportTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
