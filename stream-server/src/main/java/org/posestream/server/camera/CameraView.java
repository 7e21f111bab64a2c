package org.posestream.server.camera;

import static java.util.Objects.requireNonNull;

import org.posestream.pipeline.CameraStatus;
import org.posestream.server.config.CameraConfig;

/**
 * A camera at one moment.
 *
 * @param config as asked for; its address may hold credentials, its text form does not
 * @param status what it is doing; paused where it is not enabled
 * @param failedFrames frames of which nothing came out, since it was opened with these settings
 */
public record CameraView(CameraConfig config, CameraStatus status, long failedFrames) {

    public CameraView {
        requireNonNull(config, "config is null");
        requireNonNull(status, "status is null");
    }

    public String name() {
        return status.name();
    }
}
