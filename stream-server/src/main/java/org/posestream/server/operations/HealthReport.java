package org.posestream.server.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What {@code /health} tells; the names of the components are the names in the JSON, and docs/7-operations.md describes
 * them.
 */
record HealthReport(String status, List<String> reasons, boolean live, boolean ready, String version,
        String startedAt, double uptimeSeconds, List<NetworkHealth> networks, Stages stages,
        List<CameraHealth> cameras) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** All cameras together, since the start. */
    record Stages(long framesUnderWay, boolean threadsAlive, long publishFailures, String degradation,
            long degradations,
            Map<String, LatencyHealth> latencyMillis) {
    }

    /** As text, indented for people. */
    byte[] toJson() {
        try {
            return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
