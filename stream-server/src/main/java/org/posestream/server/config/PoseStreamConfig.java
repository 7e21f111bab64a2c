package org.posestream.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that {@code posestream.yaml} says.
 *
 * @param server where to listen, and how to end
 * @param preview pictures for people who look
 * @param log what is logged
 * @param networks what finds people and joints
 * @param pipeline how the pipeline divides its means
 * @param latencyBudget when a frame counts as late
 * @param degradation what happens when too many are
 * @param cameraDefaults what a camera has that does not say otherwise
 * @param cameras by name, in the order of the file
 */
public record PoseStreamConfig(ServerConfig server, PreviewConfig preview, LogConfig log, NetworksConfig networks,
        PipelineConfig pipeline, LatencyBudgetConfig latencyBudget, DegradationConfig degradation,
        CameraConfig cameraDefaults,
        @Matching(regex = PoseStreamConfig.CAMERA_NAME, meaning = "1 to 64 letters, digits, - and _")
        Map<String, CameraConfig> cameras) {

    /** What a camera's name must match, since it stands in addresses and metrics. */
    public static final String CAMERA_NAME = "[A-Za-z0-9_-]{1,64}";

    /** An empty file. */
    public static final PoseStreamConfig DEFAULT = new PoseStreamConfig(ServerConfig.DEFAULT,
            PreviewConfig.DEFAULT, LogConfig.DEFAULT, NetworksConfig.DEFAULT, PipelineConfig.DEFAULT,
            LatencyBudgetConfig.DEFAULT, DegradationConfig.DEFAULT, CameraConfig.DEFAULT, Map.of());

    public PoseStreamConfig {
        cameras = Collections.unmodifiableMap(new LinkedHashMap<>(cameras));
    }

    /** The same with other cameras. */
    public PoseStreamConfig withCameras(Map<String, CameraConfig> others) {
        return new PoseStreamConfig(server, preview, log, networks, pipeline, latencyBudget, degradation,
                cameraDefaults, others);
    }
}
