package org.posestream.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that {@code posestream.yaml} says.
 *
 * @param server where to listen, and how to end
 * @param access who may do what
 * @param limits what clients may take
 * @param preview pictures for people who look
 * @param log what is logged
 * @param networks what finds people and joints
 * @param pipeline how the pipeline divides its means
 * @param latencyBudget when a frame counts as late
 * @param degradation what happens when too many are
 * @param vmcDefaults what a VMC target has that does not say otherwise
 * @param vmc avatars that are moved, by name
 * @param oscDefaults what an OSC target has that does not say otherwise
 * @param osc receivers of joints by Open Sound Control, by name
 * @param cameraDefaults what a camera has that does not say otherwise
 * @param cameras by name, in the order of the file
 */
public record PoseStreamConfig(ServerConfig server, AccessConfig access, LimitsConfig limits,
        PreviewConfig preview, LogConfig log, NetworksConfig networks, PipelineConfig pipeline,
        LatencyBudgetConfig latencyBudget, DegradationConfig degradation,
        VmcConfig vmcDefaults,
        @Matching(regex = PoseStreamConfig.CAMERA_NAME, meaning = PoseStreamConfig.CAMERA_NAME_MEANING)
        Map<String, VmcConfig> vmc,
        OscConfig oscDefaults,
        @Matching(regex = PoseStreamConfig.CAMERA_NAME, meaning = PoseStreamConfig.CAMERA_NAME_MEANING)
        Map<String, OscConfig> osc,
        CameraConfig cameraDefaults,
        @Matching(regex = PoseStreamConfig.CAMERA_NAME, meaning = PoseStreamConfig.CAMERA_NAME_MEANING)
        Map<String, CameraConfig> cameras) {

    /** What a camera's name must match, since it stands in addresses and metrics. */
    public static final String CAMERA_NAME = "[A-Za-z0-9_-]{1,64}";
    static final String CAMERA_NAME_MEANING = "1 to 64 letters, digits, - and _";

    /** An empty file. */
    public static final PoseStreamConfig DEFAULT = new PoseStreamConfig(ServerConfig.DEFAULT, AccessConfig.DEFAULT,
            LimitsConfig.DEFAULT, PreviewConfig.DEFAULT, LogConfig.DEFAULT, NetworksConfig.DEFAULT,
            PipelineConfig.DEFAULT, LatencyBudgetConfig.DEFAULT, DegradationConfig.DEFAULT,
            VmcConfig.DEFAULT, Map.of(), OscConfig.DEFAULT, Map.of(), CameraConfig.DEFAULT, Map.of());

    public PoseStreamConfig {
        vmc = inOrder(vmc);
        osc = inOrder(osc);
        cameras = inOrder(cameras);
    }

    /** The same, listening elsewhere. */
    public PoseStreamConfig withServer(ServerConfig other) {
        return new PoseStreamConfig(other, access, limits, preview, log, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, osc, cameraDefaults, cameras);
    }

    /** The same with other rules of access. */
    public PoseStreamConfig withAccess(AccessConfig other) {
        return new PoseStreamConfig(server, other, limits, preview, log, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, osc, cameraDefaults, cameras);
    }

    /** The same with what the other one says of all that can change while a server runs, cameras among it. */
    public PoseStreamConfig takeOver(PoseStreamConfig next) {
        return new PoseStreamConfig(server, next.access, limits, preview, next.log, networks, pipeline,
                next.latencyBudget, degradation, next.vmcDefaults, next.vmc, next.oscDefaults, next.osc,
                next.cameraDefaults, next.cameras);
    }

    /** The same with other cameras. */
    public PoseStreamConfig withCameras(Map<String, CameraConfig> others) {
        return new PoseStreamConfig(server, access, limits, preview, log, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, osc, cameraDefaults, others);
    }

    /** The same with another log. */
    public PoseStreamConfig withLog(LogConfig other) {
        return new PoseStreamConfig(server, access, limits, preview, other, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, osc, cameraDefaults, cameras);
    }

    /** The same with other avatars. */
    public PoseStreamConfig withVmc(Map<String, VmcConfig> others) {
        return new PoseStreamConfig(server, access, limits, preview, log, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, others, oscDefaults, osc, cameraDefaults, cameras);
    }

    /** The same with other receivers of joints. */
    public PoseStreamConfig withOsc(Map<String, OscConfig> others) {
        return new PoseStreamConfig(server, access, limits, preview, log, networks, pipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, others, cameraDefaults, cameras);
    }

    /** The same with other networks and another pipeline. */
    public PoseStreamConfig with(NetworksConfig otherNetworks, PipelineConfig otherPipeline) {
        return new PoseStreamConfig(server, access, limits, preview, log, otherNetworks, otherPipeline, latencyBudget,
                degradation, vmcDefaults, vmc, oscDefaults, osc, cameraDefaults, cameras);
    }

    private static <V> Map<String, V> inOrder(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
