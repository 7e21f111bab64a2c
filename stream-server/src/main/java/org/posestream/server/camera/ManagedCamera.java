package org.posestream.server.camera;

import java.time.Duration;
import java.util.Optional;
import org.posestream.pipeline.CameraState;
import org.posestream.pipeline.CameraStatus;
import org.posestream.pipeline.CameraSupervisor;
import org.posestream.pipeline.PosePipeline;
import org.posestream.server.camera.CameraException.Reason;
import org.posestream.server.config.CameraConfig;
import org.posestream.source.FrameSources;
import org.posestream.source.SourceFormat;
import org.posestream.source.SourceOptions;

/** A camera that is known; in the pipeline from its first start on. Orders come from one thread at a time. */
final class ManagedCamera {

    private final String name;
    private final PosePipeline pipeline;
    private final long knownSinceNanos = System.nanoTime();
    private volatile CameraConfig config;
    /** Null while it was never started. */
    private volatile CameraSupervisor supervisor;

    ManagedCamera(String name, CameraConfig config, PosePipeline pipeline) {
        this.name = name;
        this.config = config;
        this.pipeline = pipeline;
    }

    String name() {
        return name;
    }

    CameraConfig config() {
        return config;
    }

    void setConfig(CameraConfig newConfig) {
        config = newConfig;
    }

    /** Whether it is open or on its way to be. */
    boolean isRunning() {
        return supervisor != null && supervisor.status().state() != CameraState.PAUSED;
    }

    void start() throws CameraException {
        if (supervisor != null) {
            supervisor.resume();
            return;
        }
        String address = config.address();
        SourceOptions options = config.sourceOptions();
        try {
            supervisor = pipeline.supervise(name, () -> FrameSources.openAsCamera(address, options),
                    config.cameraOptions());
        } catch (IllegalStateException e) {
            throw new CameraException(Reason.FULL, e.getMessage());
        }
    }

    void pause() {
        if (supervisor != null) {
            supervisor.pause();
        }
    }

    /** Leaves the pipeline; false when something of it had to be left behind. */
    boolean stop() {
        CameraSupervisor stopped = supervisor;
        supervisor = null;
        return stopped == null || stopped.stop();
    }

    CameraView view() {
        CameraSupervisor present = supervisor;
        return new CameraView(config, present != null ? present.status() : new CameraStatus(name, CameraState.PAUSED,
                Duration.ofNanos(System.nanoTime() - knownSinceNanos), SourceFormat.UNKNOWN, 0, 0, 0, 0,
                Optional.empty()));
    }
}
