package org.posestream.server.protocol;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;

/**
 * What a stream is doing.
 *
 * @param stream its name
 * @param state what its camera is doing
 * @param inStateMillis since when
 * @param imageWidth pixels; 0 before the first frame
 * @param imageHeight pixels; 0 before the first frame
 * @param framesPerSecondIn frames that the source delivered, over about the last ten seconds
 * @param framesPerSecondOut frames that were published, over the same time
 * @param failedFrames frames of which nothing came out, since the stream began
 * @param error why the camera was lost last, without credentials; empty when it never was
 */
public record StreamStatus(String stream, CameraState state, long inStateMillis, int imageWidth, int imageHeight,
        double framesPerSecondIn, double framesPerSecondOut, long failedFrames, Optional<String> error) {

    public StreamStatus {
        requireNonNull(stream, "stream is null");
        requireNonNull(state, "state is null");
        requireNonNull(error, "error is null");
    }

    public static StreamStatus of(CameraStatus camera, long failedFrames) {
        return new StreamStatus(camera.name(), camera.state(), camera.inState().toMillis(), camera.format().width(),
                camera.format().height(), camera.framesPerSecondIn(), camera.framesPerSecondOut(), failedFrames,
                camera.lastError());
    }
}
